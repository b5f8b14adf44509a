using System.Globalization;

namespace Kairos.Capture.Normalizers.Foldings;

/// <summary>What Unicode says of each character's parts: read once, when the first text that is not ASCII comes by.</summary>
/// <remarks>The program runs without the system's Unicode library, where <see cref="string.Normalize()"/> leaves everything but ASCII as it is.</remarks>
internal sealed class UnicodeTables
{
    private const string Resource = "Kairos.Capture.Normalizers.Foldings.unicode.txt";
    private static readonly Lazy<UnicodeTables> Read = new(static () => new UnicodeTables());

    private readonly Dictionary<int, (int[] Parts, bool Compatible)> _parts = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), int> _composed = [];

    private UnicodeTables()
    {
        using var reader = new StreamReader(typeof(UnicodeTables).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            foreach (var entry in line.Split(' '))
                Add(entry);
        }
    }

    /// <summary>The tables.</summary>
    public static UnicodeTables All => Read.Value;

    /// <summary>A character's combining class; 0 for what stands by itself.</summary>
    public byte ClassOf(int code) => _classes.GetValueOrDefault(code);

    /// <summary>What a character is made of, one step down; empty when it is whole.</summary>
    /// <param name="code">The character.</param>
    /// <param name="compatibility">Whether forms that merely look different count too: full-width letters, ligatures.</param>
    public ReadOnlySpan<int> PartsOf(int code, bool compatibility) =>
        _parts.TryGetValue(code, out var found) && (compatibility || !found.Compatible) ? found.Parts : default;

    /// <summary>The character that two are together, or 0.</summary>
    public int Composed(int first, int second) => _composed.GetValueOrDefault((first, second));

    private void Add(string entry)
    {
        var at = entry.AsSpan().IndexOfAny("=!~:");
        var code = int.Parse(entry.AsSpan(0, at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var value = entry[(at + 1)..];
        if (entry[at] == ':')
        {
            _classes[code] = byte.Parse(value, CultureInfo.InvariantCulture);
            return;
        }

        var parts = Array.ConvertAll(value.Split(','), static part => int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        _parts[code] = (parts, entry[at] == '~');
        if (entry[at] == '=')
            _composed[(parts[0], parts[1])] = code;
    }
}
