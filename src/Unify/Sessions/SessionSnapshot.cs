using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>One visit of one device: what was done, in time order, and what it amounts to. Definitions and units: <c>docs/reference/session.md</c>.</summary>
[GenerateSerializer, Immutable, Alias("kairos.session")]
public sealed record SessionSnapshot
{
    /// <summary>Its id: stable from its first event on, the same after replay.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The device it is of: hash of the anonymous id; zero for events sent by servers.</summary>
    [Id(1)] public ulong Device { get; init; }

    /// <summary>First event, ms since 1970 UTC.</summary>
    [Id(2)] public long StartedAtMs { get; init; }

    /// <summary>Last event, ms since 1970 UTC.</summary>
    [Id(3)] public long LastAtMs { get; init; }

    /// <summary>Events counted, including those whose touches were let go for the bound on length.</summary>
    [Id(4)] public int Events { get; init; }

    /// <summary>What was done, oldest first; at most <c>Unify:Sessions:TouchesMax</c>, the latest.</summary>
    [Id(5)] public Touch[] Touches { get; init; } = [];

    /// <summary>Words searched for and filters set, latest first, as text for people to read; at most ten.</summary>
    [Id(6)] public string[] Searches { get; init; } = [];

    /// <summary>Campaign the session came by, as <c>source/medium/name</c>, or null.</summary>
    [Id(7)] public string? Campaign { get; init; }

    /// <summary>What the touches amount to.</summary>
    [Id(8)] public required SessionContext Context { get; init; }
}
