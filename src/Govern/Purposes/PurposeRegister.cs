using System.Globalization;
using System.Text;
using Kairos.Govern.Workspaces;

namespace Kairos.Govern.Purposes;

/// <summary>Remembers in <c>purposes.txt</c> which index ever belonged to which purpose: consent is stored by index, so one given to another purpose would pass off a yes to the one as a yes to the other.</summary>
/// <param name="data">The data folder.</param>
internal sealed class PurposeRegister(DataFolder data)
{
    private string Path => data.At("purposes.txt");

    /// <summary>What is wrong with purposes whose index or name the register knows otherwise.</summary>
    /// <param name="purposes">The purposes now.</param>
    public IEnumerable<string> Conflicts(IEnumerable<Purpose> purposes)
    {
        var known = Read();
        foreach (var purpose in purposes)
        {
            if (known.TryGetValue(purpose.Index, out var before) && before != purpose.Name)
                yield return $"Govern:Purposes:Named:{purpose.Name}:Index = {purpose.Index}: the index was {before}'s in this data folder and stays its own.";
            else if (known.FirstOrDefault(entry => entry.Value == purpose.Name) is { Value: not null } other && other.Key != purpose.Index)
                yield return $"Govern:Purposes:Named:{purpose.Name}:Index = {purpose.Index}: the purpose had the index {other.Key} in this data folder and keeps it.";
        }
    }

    /// <summary>Notes purposes that it does not know yet.</summary>
    /// <param name="purposes">The purposes now, without conflicts.</param>
    public void Note(IEnumerable<Purpose> purposes)
    {
        var known = Read();
        var before = known.Count;
        foreach (var purpose in purposes)
            known.TryAdd(purpose.Index, purpose.Name);
        if (known.Count == before)
            return;
        var text = new StringBuilder();
        foreach (var (index, name) in known)
            text.Append(CultureInfo.InvariantCulture, $"{index} {name}\n");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path + ".new", text.ToString());
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private SortedDictionary<int, string> Read()
    {
        var known = new SortedDictionary<int, string>();
        foreach (var line in File.Exists(Path) ? File.ReadAllLines(Path) : [])
        {
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && int.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                known[index] = line[(space + 1)..];
        }

        return known;
    }
}
