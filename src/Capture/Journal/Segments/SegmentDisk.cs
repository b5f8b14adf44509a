using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Where the writer's files come from: the file system, or in tests one that fails on request.</summary>
internal interface ISegmentDisk
{
    /// <summary>Makes a file with room for so many bytes, all of them taken from the disk already.</summary>
    ISegmentFile Create(string path, long bytes);

    /// <summary>Opens a file to go on writing.</summary>
    ISegmentFile Open(string path);
}

/// <summary>One file being written.</summary>
internal interface ISegmentFile : IDisposable
{
    /// <summary>Writes all bytes at an offset.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when all that was written survives a power cut.</summary>
    void Sync();

    /// <summary>Cuts the file.</summary>
    void Truncate(long length);
}

/// <summary>The file system.</summary>
internal sealed class SegmentDisk : ISegmentDisk
{
    private const int SliceBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public ISegmentFile Create(string path, long bytes)
    {
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.None, bytes);
        try
        {
            RandomAccess.SetLength(handle, bytes);
            Fill(handle, bytes);
            RandomAccess.FlushToDisk(handle);
            return new SegmentFile(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ISegmentFile Open(string path) => new SegmentFile(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete));

    // A first write to space that was only taken makes the file system note that it is in use, and a sync waits for that note: writing
    // zeros beforehand halves the time of each commit. In slices, so that a commit to the segment before this one never waits for all of it.
    private static void Fill(SafeFileHandle handle, long bytes)
    {
        var zeros = new byte[Math.Min(bytes, 64 * 1024)];
        for (var at = 0L; at < bytes; at += zeros.Length)
        {
            RandomAccess.Write(handle, zeros.AsSpan(0, (int)Math.Min(zeros.Length, bytes - at)), at);
            if ((at + zeros.Length) % SliceBytes == 0)
                RandomAccess.FlushToDisk(handle);
        }
    }

    private sealed class SegmentFile(SafeFileHandle handle) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

        public void Sync() => RandomAccess.FlushToDisk(handle);

        public void Truncate(long length) => RandomAccess.SetLength(handle, length);

        public void Dispose() => handle.Dispose();
    }
}
