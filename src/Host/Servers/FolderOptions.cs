namespace Kairos.Host.Servers;

/// <summary>Who may read the data folder besides the server. Bound from <c>Host:Folder</c>.</summary>
public sealed class FolderOptions
{
    /// <summary>Whether the group of the server's user may read the data folder, as a program for back-ups may have to. Files of keys, the audit log and the quarantine stay the user's alone. Not on Windows.</summary>
    public bool GroupMayRead { get; init; }
}
