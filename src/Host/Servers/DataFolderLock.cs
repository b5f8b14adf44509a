using Kairos.Host.Commands;

namespace Kairos.Host.Servers;

/// <summary>Keeps a data folder to one process: two writers would each believe that they are alone.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Makes the folder if it is missing and takes it. The end of the process, however it comes, gives it back.</summary>
    /// <param name="folder">Full path of the data folder.</param>
    /// <exception cref="StartRefusedException">Another process has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {folder} cannot be made: {error.Message}", ExitCode.DataUnusable, error);
        }

        try
        {
            return new(new FileStream(Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StartRefusedException($"The data folder {folder} cannot be written: {error.Message}", ExitCode.DataUnusable, error);
        }
        catch (IOException error)
        {
            var why = IsHeld(error)
                ? "is in use by another Kairos process. Stop that one, or give this one another folder with --data."
                : "cannot be written: " + error.Message;
            throw new StartRefusedException($"The data folder {folder} {why}", ExitCode.DataUnusable, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Windows: ERROR_SHARING_VIOLATION. Elsewhere .NET locks with flock and reports EWOULDBLOCK (11 on Linux, 35 on macOS).
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 32 or 11 or 35;
}
