using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Accounts;

/// <summary>How an account is put together from its people. Bound from <c>Unify:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>Most people of one account that are read for its profile: the ones who belonged to it first.</summary>
    [Range(1, 10_000)]
    public int PeopleMax { get; init; } = 200;

    /// <summary>Topics shown: the weightiest.</summary>
    [Range(1, 1_000)]
    public int TopicsMax { get; init; } = 20;

    /// <summary>For how long a session tells how near the account is to buying.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan StageWindow { get; init; } = TimeSpan.FromDays(30);
}
