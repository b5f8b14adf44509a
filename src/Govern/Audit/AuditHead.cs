using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Kairos.Govern.Audit;

/// <summary>The file <c>audit.head</c> beside the database: the last entry's place and hash, written anew and synced after every commit. An end that was cut off the log is missed by it.</summary>
/// <remarks>One line of fixed length within one sector, so it is replaced whole. It may lag one commit behind after a crash, never run ahead.</remarks>
internal sealed class AuditHead(string path)
{
    private const int LineBytes = 19 + 1 + (2 * AuditChain.HashBytes) + 1;
    private readonly Lock _gate = new();
    private long _written;
    private bool? _fits;

    /// <summary>Writes the head, unless a later one was written before. A head that is not of this log stays: it is the proof that something was cut off.</summary>
    /// <param name="connection">The database, the entry committed.</param>
    /// <param name="last">The entry committed last.</param>
    public void Write(SqliteConnection connection, AuditEntry last)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.Sequence:d19} {Convert.ToHexStringLower(last.Hash.Span)}\n"));
        lock (_gate)
        {
            _fits ??= Fits(connection);
            if (last.Sequence <= _written || !_fits.Value)
                return;
            using var file = new FileStream(path, Options());
            file.Write(line);
            file.Flush(flushToDisk: true);
            _written = last.Sequence;
        }
    }

    /// <summary>Whether there is a file.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Reads the head.</summary>
    /// <returns>Null when there is no file, or it cannot be read.</returns>
    public (long Sequence, byte[] Hash)? Read()
    {
        if (!File.Exists(path))
            return null;
        var line = File.ReadAllText(path);
        var hash = new byte[AuditChain.HashBytes];
        return line.Length == LineBytes && line[19] == ' ' && long.TryParse(line.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && Convert.FromHexString(line.AsSpan(20, 2 * AuditChain.HashBytes), hash, out _, out _) == OperationStatus.Done
            ? (sequence, hash)
            : null;
    }

    /// <summary>Whether the log has the entry that the file names, or retention took it, or there is no file.</summary>
    public bool Fits(SqliteConnection connection) =>
        !File.Exists(path) || (Read() is { } head && (AuditTable.HashAt(connection, head.Sequence) is { } hash
            ? hash.AsSpan().SequenceEqual(head.Hash)
            : AuditCut.Latest(connection) is { } cut && (head.Sequence < cut.Through || (head.Sequence == cut.Through && cut.Hash.AsSpan().SequenceEqual(head.Hash)))));

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
