using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Shards;

/// <summary>The options a shard goes by.</summary>
/// <param name="Shards">Following and checkpoints.</param>
/// <param name="People">What is kept of a person.</param>
/// <param name="Sessions">How events become sessions.</param>
public sealed record ShardSettings(ShardOptions Shards, PeopleOptions People, SessionOptions Sessions)
{
    /// <summary>How identifiers become people.</summary>
    public IdentityOptions Identities { get; init; } = new();

    /// <summary>All defaults.</summary>
    public static ShardSettings Default { get; } = new(new ShardOptions(), new PeopleOptions(), new SessionOptions());
}
