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

    /// <summary>Latest acts of its people shown.</summary>
    [Range(0, 1_000)]
    public int ActivityMax { get; init; } = 50;

    /// <summary>For how long a session tells how near the account is to buying.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan StageWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The time that interest in a topic is held against its usual level: a week unless changed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan SurgeWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>From how many times its usual level on a topic surges.</summary>
    [Range(1.0, 1_000.0)]
    public double SurgeMin { get; init; } = 2;

    /// <summary>People who must have looked at a topic within <see cref="SurgeWindow"/> for it to surge, at least.</summary>
    [Range(1, 1_000)]
    public int SurgePeopleMin { get; init; } = 2;

    /// <summary>People at <c>comparing</c> or further for the account to be considering, at least.</summary>
    [Range(1, 10_000)]
    public int ConsideringPeopleMin { get; init; } = 2;

    /// <summary>People at <c>deciding</c> or further for the account to be deciding, at least.</summary>
    [Range(1, 10_000)]
    public int DecidingPeopleMin { get; init; } = 2;

    /// <summary>People at <c>buying</c> or further for the account to be buying, at least.</summary>
    [Range(1, 10_000)]
    public int BuyingPeopleMin { get; init; } = 1;

    /// <summary>People at <c>bought</c> for the account to be a customer, at least.</summary>
    [Range(1, 10_000)]
    public int CustomerPeopleMin { get; init; } = 1;

    /// <summary>How long decisions use what was read of an account, unless one of its people withdraws consent or is erased: then it is read again at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan CachedFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most accounts that are kept for that.</summary>
    [Range(1, 1_000_000)]
    public int CachedMax { get; init; } = 1_000;
}
