namespace Kairos.Host.Servers;

/// <summary>Why a server cannot start, in words that its operator can act on.</summary>
/// <param name="message">One readable line, or several.</param>
/// <param name="exitCode">One of <see cref="Commands.ExitCode"/>.</param>
/// <param name="cause">What happened, when something did.</param>
public sealed class StartRefusedException(string message, int exitCode, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The exit code of the program.</summary>
    public int ExitCode { get; } = exitCode;
}
