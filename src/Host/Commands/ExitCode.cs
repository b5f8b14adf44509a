namespace Kairos.Host.Commands;

/// <summary>What the program's exit code says. Scripts rely on these numbers.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Done = 0;

    /// <summary>It was tried and failed, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>A wrong setting, option or plan.</summary>
    public const int WrongSetting = 2;

    /// <summary>The address is taken or not ours.</summary>
    public const int AddressTaken = 3;

    /// <summary>The data folder is locked by another process, cannot be written, or is damaged.</summary>
    public const int DataUnusable = 4;
}
