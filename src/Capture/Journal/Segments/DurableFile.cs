using System.Runtime.InteropServices;

namespace Kairos.Capture.Journal.Segments;

/// <summary>Small files that are replaced whole, and folders whose entries survive a power cut.</summary>
public static partial class DurableFile
{
    /// <summary>Replaces a file: after a crash it holds either the old bytes or the new.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What it is to hold.</param>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var fresh = path + ".tmp";
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }
        File.Move(fresh, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable. On Windows the file system does so by itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} cannot be opened to be synced (error {Marshal.GetLastPInvokeError()}).");
        var failed = Sync(handle) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (failed)
            throw new IOException($"The folder {folder} cannot be synced (error {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
