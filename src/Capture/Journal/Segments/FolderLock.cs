namespace Kairos.Capture.Journal.Segments;

/// <summary>Keeps a journal's folder to one process.</summary>
internal static class FolderLock
{
    /// <summary>Takes the lock; disposing it, or the end of the process, gives it back.</summary>
    /// <exception cref="IOException">Another process has the journal open.</exception>
    public static FileStream Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"The journal in {folder} is open in another process (its lock file is held). Stop that one first, or use another data folder.", error);
        }
    }
}
