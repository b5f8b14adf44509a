using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>The live state of one person: arrays of structs, changed by their shard alone. Readers get a <see cref="PersonSnapshot"/>.</summary>
internal sealed class Person(PersonId id)
{
    public PersonId Id { get; } = id;

    /// <summary>What kind of identifier they are kept under; none until a link says so.</summary>
    public KeyDomain Kind { get; set; }

    /// <summary>Links of that identifier, by age; replaced, never changed in place.</summary>
    public IdentityLink[] Links { get; set; } = [];

    /// <summary>Times in which that identifier, or users of it, were another person's; or of which one this is. Replaced, never changed in place.</summary>
    public Period[] Periods { get; set; } = [];

    /// <summary>When the first of their events was received, by our clock, ms since 1970 UTC: what comes later never comes before it.</summary>
    public long FirstReceivedAtMs { get; set; }

    public long FirstSeenAtMs { get; set; }

    public long LastSeenAtMs { get; set; }

    public long Events { get; set; }

    /// <summary>By first seen, then type and id.</summary>
    public KnownIdentifier[] Identifiers { get; set; } = [];

    /// <summary>By name.</summary>
    public Trait[] Traits { get; set; } = [];

    /// <summary>By purpose.</summary>
    public ConsentStatement[] Consent { get; set; } = [];

    /// <summary>By kind and key. Replaced, never changed in place.</summary>
    public NotInterested[] NotInterested { get; set; } = [];

    /// <summary>Where they last were.</summary>
    public RegionCode Region { get; set; }

    /// <summary>When that was, ms since 1970 UTC.</summary>
    public long RegionAtMs { get; set; }

    /// <summary>Latest first, then by item.</summary>
    public Purchase[] Purchases { get; set; } = [];

    /// <summary>By code.</summary>
    public CodeCount[] Counts { get; set; } = [];

    /// <summary>By start, then by the first message; unused places at the end are null.</summary>
    public SessionState?[] Sessions { get; set; } = [];

    public int SessionCount { get; set; }

    /// <summary>Taste of what has left the sessions; null until something has.</summary>
    public TasteWeights? Taste { get; set; }

    /// <summary>Null until there is something of it.</summary>
    public Habits? Habits { get; set; }

    /// <summary>Changed since the last checkpoint began.</summary>
    public bool Dirty { get; set; }

    /// <summary>In a checkpoint that is not committed yet.</summary>
    public bool Saving { get; set; }

    /// <summary>Of these, one whose stored form is still to be written.</summary>
    public bool Owed { get; set; }

    /// <summary>Used since the clock's hand last passed.</summary>
    public bool Used { get; set; }

    /// <summary>Of whom they were put together; empty for what one identifier alone amounts to.</summary>
    public PersonKey[] Parts { get; init; } = [];

    /// <summary>What experiments know them by; null to find it among the identifiers.</summary>
    public string? FirstSeenKey { get; init; }

    /// <summary>The snapshot last made, while nothing has changed.</summary>
    public PersonSnapshot? Snapshot { get; set; }

    /// <summary>For which device it was made.</summary>
    public ulong SnapshotDevice { get; set; }

    /// <summary>Until when its current session is still open, ms since 1970 UTC.</summary>
    public long SnapshotUntilMs { get; set; }

    public ReadOnlySpan<SessionState?> Live => Sessions.AsSpan(0, SessionCount);
}
