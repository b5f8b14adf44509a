using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>A member of the calls that rows become: an object of members, or the value of a column.</summary>
/// <param name="name">Its name.</param>
internal sealed class CallNode(string name)
{
    /// <summary>Its members, when it is an object.</summary>
    public List<CallNode> Members { get; } = [];

    /// <summary>The column of its value, from 0; −1 for an object.</summary>
    public int Column { get; set; } = -1;

    /// <summary>How the column's cells are read.</summary>
    public CellType Type { get; set; }

    private bool IsList => name == "externalIds"; // Of elements with type and id.

    /// <summary>The member of a name, or null.</summary>
    public CallNode? Find(string member) => Members.Find(known => known.Name == member);

    /// <summary>The member of a name, made when there is none.</summary>
    public CallNode Member(string member)
    {
        if (Find(member) is { } there)
            return there;
        var made = new CallNode(member);
        Members.Add(made);
        return made;
    }

    /// <summary>Whether a row has anything for it.</summary>
    public bool IsSaid(IReadOnlyList<string> cells) => Column >= 0 ? !string.IsNullOrWhiteSpace(cells[Column]) : Members.Exists(member => member.IsSaid(cells));

    /// <summary>Writes the members that a row has anything for.</summary>
    public void WriteMembers(Utf8JsonWriter json, IReadOnlyList<string> cells)
    {
        foreach (var member in Members)
        {
            if (!member.IsSaid(cells))
                continue;
            json.WritePropertyName(member.Name);
            member.Write(json, cells);
        }
    }

    private string Name => name;

    private void Write(Utf8JsonWriter json, IReadOnlyList<string> cells)
    {
        if (Column >= 0)
        {
            CellValue.Write(json, cells[Column], Type);
        }
        else if (IsList)
        {
            json.WriteStartArray();
            foreach (var member in Members)
                member.WriteElement(json, cells);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            WriteMembers(json, cells);
            json.WriteEndObject();
        }
    }

    private void WriteElement(Utf8JsonWriter json, IReadOnlyList<string> cells)
    {
        if (!IsSaid(cells))
            return;
        json.WriteStartObject();
        json.WriteString("id"u8, cells[Column].Trim());
        json.WriteString("type"u8, name);
        json.WriteEndObject();
    }
}
