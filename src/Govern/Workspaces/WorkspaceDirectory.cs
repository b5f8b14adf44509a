using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kairos.Govern.Workspaces;

/// <summary>All workspaces and keys that are not revoked at one moment: immutable, replaced whole by each change.</summary>
internal sealed class WorkspaceDirectory
{
    private readonly Dictionary<ulong, Entry> _keys = [];
    private readonly VerifiedKeys _verified = new();
    private readonly Dictionary<string, Workspace> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkspaceId, Workspace> _ids = [];

    public WorkspaceDirectory(IReadOnlyList<Workspace> workspaces, IEnumerable<(byte[] Hash, KeyGrant Grant)> keys)
    {
        All = workspaces;
        foreach (var workspace in workspaces)
        {
            _names.Add(workspace.Name, workspace);
            _ids.Add(workspace.Id, workspace);
        }

        foreach (var (hash, grant) in keys)
            _keys.Add(BinaryPrimitives.ReadUInt64LittleEndian(hash), new Entry(hash, grant));
    }

    public IReadOnlyList<Workspace> All { get; }

    public Workspace? ByName(string name) => _names.GetValueOrDefault(name);

    public Workspace? ById(WorkspaceId id) => _ids.GetValueOrDefault(id);

    /// <summary>What a key opens, expired or not.</summary>
    public KeyGrant? ByKey(KeyKind kind, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || key.Length > KeyHash.KeyBytesMax)
            return null;
        if (_verified.Find(kind, key, out var quick) is { } before)
            return before;
        Span<byte> hash = stackalloc byte[KeyHash.Bytes];
        if (!_keys.TryGetValue(KeyHash.Of(kind, key, hash), out var entry) || !CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
            return null;
        _verified.Add(kind, quick, entry.Grant);
        return entry.Grant;
    }

    private readonly record struct Entry(byte[] Hash, KeyGrant Grant);
}
