namespace Kairos.Govern.Workspaces;

/// <summary>What a key may open. Numbers are stored: never reuse one.</summary>
public enum KeyKind : byte
{
    /// <summary>Public: it sits in browsers, and may capture and decide, nothing else.</summary>
    Write = 1,

    /// <summary>Kept on servers: opens everything of its workspace.</summary>
    Secret = 2,
}
