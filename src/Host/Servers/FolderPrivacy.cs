using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Kairos.Host.Servers;

/// <summary>Keeps the data folder to the user that the server runs as: what is made is theirs alone, what was open to others is closed. Nothing on Windows, where folders have lists of their own.</summary>
public static partial class FolderPrivacy
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Groups = UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>From here on whatever this process makes is its user's alone; of a group too if that is said.</summary>
    /// <param name="groupMayRead">Whether the user's group may read it.</param>
    public static void Begin(bool groupMayRead = false)
    {
        if (!OperatingSystem.IsWindows())
            _ = Mask(groupMayRead ? 0b_000_010_111u : 0b_000_111_111u);
    }

    /// <summary>Takes from others what they may do in a folder that is there already. What belongs to another user stays as it is.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="groupMayRead">Whether the user's group may read it.</param>
    /// <returns>How many files and folders were open to others before.</returns>
    public static int Tighten(string folder, bool groupMayRead)
    {
        if (OperatingSystem.IsWindows())
            return 0;
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var allowed = Owners | (groupMayRead ? Groups : UnixFileMode.None);
        var closed = 0;
        foreach (var path in Directory.GetFileSystemEntries(folder, "*", all).Append(folder))
            closed += Set(path, UnixFileMode.None, allowed) ? 1 : 0;
        if (groupMayRead)
            Set(folder, Groups, allowed);
        return closed;
    }

    [UnsupportedOSPlatform("windows")]
    private static bool Set(string path, UnixFileMode added, UnixFileMode allowed)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if (mode == ((mode | added) & allowed))
                return false;
            File.SetUnixFileMode(path, (mode | added) & allowed);
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // Removed meanwhile, or another user's.
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Mask(uint mask);
}
