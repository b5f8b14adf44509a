using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>What a shard knows under one identifier.</summary>
[GenerateSerializer, Immutable, Alias("kairos.node")]
public sealed record NodeReading
{
    /// <summary>The identifier's key.</summary>
    [Id(0)] public required PersonKey Key { get; init; }

    /// <summary>What kind it is; none while it has no links.</summary>
    [Id(1)] public KeyDomain Kind { get; init; }

    /// <summary>Its links, by age.</summary>
    [Id(2)] public IdentityLink[] Links { get; init; } = [];

    /// <summary>The whole person, when the identifier is linked to nothing: then nothing else is here.</summary>
    [Id(3)] public PersonSnapshot? Alone { get; init; }

    /// <summary>Stored form of what came by this identifier alone; null when nothing did.</summary>
    [Id(4)] public byte[]? State { get; init; }

    /// <summary>Stored forms of what single users did on it, when it is a device.</summary>
    [Id(5)] public UserPart[] Parts { get; init; } = [];

    /// <summary>Times in which it, or users of it, were another person's; or of which one it is.</summary>
    [Id(7)] public Period[] Periods { get; init; } = [];

    /// <summary>Up to where its partition has been applied.</summary>
    [Id(6)] public long Position { get; init; }
}

/// <summary>What one user did on one device.</summary>
/// <param name="User">Key of the user id.</param>
/// <param name="State">Stored form.</param>
[GenerateSerializer, Immutable, Alias("kairos.user-part")]
public readonly record struct UserPart([property: Id(0)] PersonKey User, [property: Id(1)] byte[] State);
