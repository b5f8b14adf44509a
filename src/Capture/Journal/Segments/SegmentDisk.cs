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
    /// <inheritdoc/>
    public ISegmentFile Create(string path, long bytes)
    {
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.None, bytes);
        try
        {
            RandomAccess.SetLength(handle, bytes);
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

    private sealed class SegmentFile(SafeFileHandle handle) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

        public void Sync() => RandomAccess.FlushToDisk(handle);

        public void Truncate(long length) => RandomAccess.SetLength(handle, length);

        public void Dispose() => handle.Dispose();
    }
}
