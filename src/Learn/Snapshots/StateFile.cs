using System.Buffers.Binary;
using Kairos.Capture.Journal.Segments;

namespace Kairos.Learn.Snapshots;

/// <summary>A state in a file that is whole or not there: written beside, synced, and put in the place of the one before.</summary>
/// <remarks>
/// 32 bytes of header: <c>KAIROSMS</c>, version (u32), CRC-32C (u32) and length (i64) of what follows, zeros. It is read once to check the
/// sum before anything of it is believed. While writing, every few megabytes are synced: one large sync would hold up those of the journal.
/// </remarks>
internal static class StateFile
{
    private const int HeaderBytes = 32;
    private const uint Version = 1;
    private const int SyncBytes = 4 << 20;

    /// <summary>Writes a state and puts it in the place of the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">Writes it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">The disk refuses; the state before is still there.</exception>
    /// <exception cref="OperationCanceledException">Given up; the state before is still there.</exception>
    public static void Write(string path, Action<StateWriter> state, CancellationToken cancel)
    {
        var fresh = path + ".tmp";
        try
        {
            using (var file = new SteadyFile(fresh))
            {
                file.Seek(HeaderBytes, SeekOrigin.Begin);
                var writer = new StateWriter(file, cancel);
                state(writer);
                writer.Flush();
                file.Seek(0, SeekOrigin.Begin);
                file.Write(Header(writer.Checksum, writer.Bytes));
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Deletes a state, and what a crash left of one half written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Delete(string path)
    {
        File.Delete(path + ".tmp");
        File.Delete(path);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">Is shown it, once it is known to be whole.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of another version.</exception>
    public static void Read(string path, Action<StateReader> state)
    {
        using var file = new FileStream(path, new FileStreamOptions { BufferSize = 1 << 16, Options = FileOptions.SequentialScan });
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith("KAIROSMS"u8))
            throw new InvalidDataException("it is no saved state");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) is var version && version != Version)
            throw new InvalidDataException($"it is of version {version}, and this program writes {Version}");
        if (BinaryPrimitives.ReadInt64LittleEndian(header[16..]) != file.Length - HeaderBytes)
            throw new InvalidDataException("it is cut off");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != SumOf(file))
            throw new InvalidDataException("its checksum is wrong");
        file.Seek(HeaderBytes, SeekOrigin.Begin);
        state(new StateReader(file));
    }

    private static byte[] Header(uint checksum, long bytes)
    {
        var header = new byte[HeaderBytes];
        "KAIROSMS"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), checksum);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), bytes);
        return header;
    }

    private static uint SumOf(FileStream file)
    {
        var buffer = new byte[1 << 20];
        var sum = 0u;
        for (int read; (read = file.Read(buffer)) > 0;)
            sum = Checksum.Of(buffer.AsSpan(0, read), sum);
        return sum;
    }

    private sealed class SteadyFile(string path) : FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        private int _unsynced;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if ((_unsynced += buffer.Length) < SyncBytes)
                return;
            Flush(flushToDisk: true);
            _unsynced = 0;
        }
    }
}
