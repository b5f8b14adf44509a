using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>A time in which an identifier was another person's: what came by it then goes by a name of its own.</summary>
/// <param name="Subject">The identifier: the one that keeps this, or a user of it when that is a device.</param>
/// <param name="FromMs">When the time began, ms since 1970 UTC; 0 for always.</param>
/// <param name="UntilMs">When it ended; from then on the identifier stands for itself.</param>
/// <param name="Past">The name.</param>
/// <param name="Users">Of a device, the user ids of that person: what others did on it is theirs whosever it is.</param>
[GenerateSerializer, Immutable, Alias("kairos.period")]
public readonly record struct Period([property: Id(0)] PersonKey Subject, [property: Id(1)] long FromMs, [property: Id(2)] long UntilMs,
    [property: Id(3)] PersonKey Past, [property: Id(4)] PersonKey[] Users)
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => Past.IsNone;

    /// <summary>Whether something that came by an identifier falls into it.</summary>
    /// <param name="key">The identifier.</param>
    /// <param name="user">Who did it, when that is known besides; else none.</param>
    /// <param name="atMs">When it happened, ms since 1970 UTC.</param>
    public bool Has(PersonKey key, PersonKey user, long atMs) =>
        key == Subject && atMs >= FromMs && atMs < UntilMs && (user.IsNone || Array.IndexOf(Users, user) >= 0);
}
