using System.Diagnostics;

namespace Kairos.Scenarios.Servers;

/// <summary>A file system of a few megabytes in memory, to be filled up. Needs the right to mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _ballast;

    /// <summary>Mounts it.</summary>
    /// <param name="megabytes">Its size.</param>
    /// <exception cref="InvalidOperationException">This machine lets nobody mount a file system here.</exception>
    public SmallDisk(int megabytes)
    {
        var (code, text) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path);
        if (code != 0)
        {
            _folder.Dispose();
            throw new InvalidOperationException(
                "The full-disk scenarios mount a small tmpfs and could not: run the tests as root, or in a container with CAP_SYS_ADMIN. mount said: " + text);
        }
        _ballast = Path.Combine(_folder.Path, "ballast");
        Data = Path.Combine(_folder.Path, "data");
    }

    /// <summary>A folder on it for a server.</summary>
    public string Data { get; }

    /// <summary>Bytes that can still be written.</summary>
    public long FreeBytes => new DriveInfo(_folder.Path).AvailableFreeSpace;

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        foreach (var size in (int[])[1 << 20, 1 << 12, 1])
        {
            try
            {
                for (var block = new byte[size]; ;)
                    file.Write(block);
            }
            catch (IOException)
            {
                // Full for pieces of this size; smaller ones may still fit.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_ballast);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static (int Code, string Text) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} could not be started.");
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
