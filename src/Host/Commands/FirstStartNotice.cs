using Kairos.Govern.Workspaces;

namespace Kairos.Host.Commands;

/// <summary>Prints the keys that a first start drew, once: only their hashes are kept. Keys that the operator gave are not repeated.</summary>
internal static class FirstStartNotice
{
    public static void Print(FirstStart first, TextWriter output)
    {
        if (!first.WriteKeyDrawn && !first.SecretKeyDrawn)
            return;
        output.WriteLine($"A first start: made the workspace \"{first.Workspace.Name}\". Its keys are shown this once.");
        if (first.WriteKeyDrawn)
            output.WriteLine($"  write key   {first.WriteKey}   (public: captures events and asks for decisions)");
        if (first.SecretKeyDrawn)
            output.WriteLine($"  secret key  {first.SecretKey}   (keep it: opens everything else)");
    }
}
