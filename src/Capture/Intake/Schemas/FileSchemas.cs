using Kairos.Govern.Words;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake.Schemas;

/// <summary>Schemas read from a folder of <c>NAME.vVERSION.json</c> files (JSON Schema, draft 7). They change as a whole: a folder with one broken file leaves those in force that were.</summary>
public sealed class FileSchemas : ISchemas
{
    private readonly string _folder;
    private volatile Utf8Table<Versions> _schemas = new([]);

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">Its path; a folder that is not there holds no schema.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names each, with its reason.</exception>
    public FileSchemas(string folder)
    {
        _folder = folder;
        if (Reload() is { Count: > 0 } problems)
            throw new InvalidDataException($"{folder}: " + string.Join("; ", problems));
    }

    /// <inheritdoc/>
    public bool Any => _schemas.Count > 0;

    /// <inheritdoc/>
    public SchemaVerdict Check(WorkspaceId workspace, ReadOnlySpan<byte> eventName, int version, ReadOnlyMemory<byte> propertiesJson) =>
        _schemas.TryGet(eventName, out var versions) ? versions.Pick(version).Check(propertiesJson.Span) : SchemaVerdict.NoSchema;

    /// <summary>Reads the folder again. When any file cannot be used, nothing changes.</summary>
    /// <returns>The files that cannot be used, with reasons; empty when the new schemas are in force.</returns>
    public IReadOnlyList<SchemaProblem> Reload()
    {
        var problems = new List<SchemaProblem>();
        var names = new Dictionary<string, SortedDictionary<int, EventSchema>>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            // Other file names, "money.json", are for schemas to refer to.
            if (SchemaFile.NameOf(Path.GetFileName(path)) is not var (name, version))
                continue;
            try
            {
                if (!names.TryGetValue(name, out var versions))
                    names.Add(name, versions = []);
                versions[version] = SchemaFile.Read(path);
            }
            catch (InvalidDataException broken)
            {
                problems.Add(new SchemaProblem(Path.GetFileName(path), broken.Message));
            }
        }

        if (problems.Count == 0)
            _schemas = new Utf8Table<Versions>(names.Select(name => KeyValuePair.Create(name.Key, new Versions([.. name.Value.Keys], [.. name.Value.Values]))));
        return problems;
    }

    private sealed record Versions(int[] Numbers, EventSchema[] Schemas)
    {
        public EventSchema Pick(int version) => Array.BinarySearch(Numbers, version) is >= 0 and var at ? Schemas[at] : Schemas[^1];
    }
}
