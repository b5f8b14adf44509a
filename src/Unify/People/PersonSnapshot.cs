using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>What is known of one person at one moment: immutable, safe to keep.</summary>
[GenerateSerializer, Immutable, Alias("kairos.person")]
public sealed record PersonSnapshot
{
    [NonSerialized] private readonly ProbableReading? _probable;

    /// <summary>Their key.</summary>
    [Id(0)] public required PersonKey Key { get; init; }

    /// <summary>Number of their workspace.</summary>
    [Id(1)] public required uint Workspace { get; init; }

    /// <summary>The journal position up to which this holds all there was.</summary>
    [Id(2)] public long Position { get; init; }

    /// <summary>Identifiers by which they are known, first seen first.</summary>
    [Id(3)] public KnownIdentifier[] Identifiers { get; init; } = [];

    /// <summary>First event ever, ms since 1970 UTC; zero when there was none.</summary>
    [Id(4)] public long FirstSeenAtMs { get; init; }

    /// <summary>Latest event, ms since 1970 UTC.</summary>
    [Id(5)] public long LastSeenAtMs { get; init; }

    /// <summary>Events counted, repeats not.</summary>
    [Id(6)] public long Events { get; init; }

    /// <summary>Sessions kept, latest first; the first is the current one of the device asked for, when it has one that is still open.</summary>
    [Id(7)] public SessionSnapshot[] Sessions { get; init; } = [];

    /// <summary>Long-term taste, decayed as of <see cref="LastSeenAtMs"/>: everything but the current session.</summary>
    [Id(8)] public Taste Taste { get; init; } = Taste.None;

    /// <summary>Items bought, latest first; at most <c>Unify:People:PurchasesMax</c>.</summary>
    [Id(9)] public Purchase[] Purchases { get; init; } = [];

    /// <summary>The latest statement on each purpose.</summary>
    [Id(10)] public ConsentStatement[] Consent { get; init; } = [];

    /// <summary>Traits, the latest of each name, as raw JSON values.</summary>
    [Id(11)] public Trait[] Traits { get; init; } = [];

    /// <summary>Events counted by name code, for all time.</summary>
    [Id(12)] public CodeCount[] Counts { get; init; } = [];

    /// <summary>Whether the first of <see cref="Sessions"/> is the current one: of the device asked for, and still open when it was read.</summary>
    [Id(13)] public bool HasCurrent { get; init; }

    /// <summary>Keys of all identifiers this was put together from; empty when it is of <see cref="Key"/> alone.</summary>
    [Id(14)] public PersonKey[] Parts { get; init; } = [];

    /// <summary>The identifier that was received first of all that are theirs: what experiments know them by. It stays when people are merged.</summary>
    [Id(15)] public string FirstSeenKey { get; init; } = "";

    /// <summary>Hours of day, 0–23, where they are, with the decayed weight of what they did then.</summary>
    [Id(16)] public WeighedBin[] Hours { get; init; } = [];

    /// <summary>Price levels (see <see cref="PriceLevels"/>) with the decayed weight of what they looked at.</summary>
    [Id(17)] public WeighedBin[] Prices { get; init; } = [];

    /// <summary>What they spent, by currency.</summary>
    [Id(18)] public Spending[] Spent { get; init; } = [];

    /// <summary>The latest order in any currency, ms since 1970 UTC; 0 when there was none.</summary>
    [Id(28)] public long LastOrderAtMs { get; init; }

    /// <summary>What they are not interested in, or are again; by kind and key.</summary>
    [Id(20)] public NotInterested[] NotInterested { get; init; } = [];

    /// <summary>Where they last were: it says which policy counts for what they never spoke of.</summary>
    public RegionCode Region => new(RegionPacked);

    /// <summary><see cref="Region"/> as it is sent.</summary>
    [Id(21)] public ulong RegionPacked { get; init; }

    /// <summary>What experiments know the identifier by that was asked for: the key of the first decision on it; none while nothing was decided.</summary>
    [Id(24)] public BucketingKey Bucketing { get; init; }

    /// <summary>The same of the user who was named besides a device; none when nobody was.</summary>
    [Id(25)] public BucketingKey UserBucketing { get; init; }

    /// <summary>Keys of the accounts that <c>group</c> calls and events named for them, those they first belonged to, first.</summary>
    [Id(26)] public PersonKey[] Accounts { get; init; } = [];

    /// <summary>Keys of the domains of their addresses, those first known, first.</summary>
    [Id(27)] public PersonKey[] Domains { get; init; } = [];

    /// <summary>Whether record linkage found somebody who is probably the same person. Nothing of theirs is in here.</summary>
    [Id(22)] public bool HasProbable { get; init; }

    /// <summary>What purposes that take probable links see; null when there is none, or no purpose takes any.</summary>
    internal ProbableReading? Probable
    {
        get => _probable;
        init => _probable = value;
    }

    /// <summary>The current session of the device asked for, or null when none is open.</summary>
    public SessionSnapshot? Current => HasCurrent ? Sessions[0] : null;

    /// <summary>Somebody of whom nothing is known.</summary>
    /// <param name="workspace">Their workspace.</param>
    /// <param name="key">Their key.</param>
    /// <param name="position">As of which journal position.</param>
    public static PersonSnapshot Unknown(WorkspaceId workspace, PersonKey key, long position) =>
        new() { Workspace = workspace.Value, Key = key, Position = position };
}

/// <summary>An identifier of a person.</summary>
/// <param name="Type">Its type: <c>anonymousId</c>, <c>userId</c> or an external one.</param>
/// <param name="Id">The identifier as sent.</param>
/// <param name="FirstSeenAtMs">When it was first seen, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.identifier")]
public readonly record struct KnownIdentifier([property: Id(0)] string Type, [property: Id(1)] string Id, [property: Id(2)] long FirstSeenAtMs);

/// <summary>Something bought.</summary>
/// <param name="Item">Which.</param>
/// <param name="AtMs">When, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.purchase")]
public readonly record struct Purchase([property: Id(0)] ItemKey Item, [property: Id(1)] long AtMs);

/// <summary>What a person said about a purpose.</summary>
/// <param name="Purpose">The purpose's name.</param>
/// <param name="Granted">Whether they agreed.</param>
/// <param name="AtMs">When they said so, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.consent")]
public readonly record struct ConsentStatement([property: Id(0)] string Purpose, [property: Id(1)] bool Granted, [property: Id(2)] long AtMs);

/// <summary>A trait.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Json">Its value as raw JSON.</param>
/// <param name="AtMs">When it was set, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.trait")]
public readonly record struct Trait([property: Id(0)] string Name, [property: Id(1)] string Json, [property: Id(2)] long AtMs);

/// <summary>How often something happened.</summary>
/// <param name="Code">What.</param>
/// <param name="Count">How often.</param>
[GenerateSerializer, Immutable, Alias("kairos.code-count")]
public readonly record struct CodeCount([property: Id(0)] EventCode Code, [property: Id(1)] long Count);

/// <summary>A bin and its weight.</summary>
/// <param name="Bin">Which.</param>
/// <param name="Weight">Decayed weight, no unit.</param>
[GenerateSerializer, Immutable, Alias("kairos.weighed-bin")]
public readonly record struct WeighedBin([property: Id(0)] byte Bin, [property: Id(1)] float Weight);

/// <summary>What somebody spent in one currency, refunds taken off.</summary>
/// <param name="Currency">ISO 4217; empty when none was sent.</param>
/// <param name="Orders">Orders completed.</param>
/// <param name="TenThousandths">Their revenue less refunds, in ten-thousandths of the currency's unit: whole, so that any order of arrival gives the same sum.</param>
/// <param name="LastAtMs">The latest order, ms since 1970 UTC; 0 when there was none.</param>
[GenerateSerializer, Immutable, Alias("kairos.spending")]
public readonly record struct Spending(
    [property: Id(0)] string Currency, [property: Id(1)] int Orders, [property: Id(2)] long TenThousandths, [property: Id(3)] long LastAtMs)
{
    /// <summary>Revenue less refunds, in the currency's unit.</summary>
    public double Total => TenThousandths / 10_000.0;
}
