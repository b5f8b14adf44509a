using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;
using Kairos.Unify.Accounts;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>What a decision knows of the visitor and the page. Used again for the next decision; one thread at a time.</summary>
public sealed class VisitorContext
{
    /// <summary>Items of this session, oldest first, those of the request's own events among them.</summary>
    public List<SessionItem> Session { get; } = new(64);

    /// <summary>Items of earlier sessions, oldest first.</summary>
    public List<SessionItem> History { get; } = new(64);

    /// <summary>Touches of this session as they were used, oldest first: kept for the record.</summary>
    public List<Touch> Touches { get; } = new(64);

    /// <summary>Items looked at in this session.</summary>
    public KeySet Seen { get; } = new();

    /// <summary>Items in the cart.</summary>
    public KeySet Cart { get; } = new();

    /// <summary>Items bought.</summary>
    public KeySet Bought { get; } = new();

    /// <summary>What the person is not interested in.</summary>
    public DeclinedSet Declined { get; } = new();

    /// <summary>All purposes that the person allows, one bit each.</summary>
    public ushort Allowed { get; set; }

    /// <summary>Whether the person's data may be used.</summary>
    public bool Consented { get; set; }

    /// <summary>The purpose that it was put together for; null when nothing was.</summary>
    public string? Purpose { get; set; }

    /// <summary>The bit of that purpose.</summary>
    public ushort Asking { get; set; }

    /// <summary>The parts of the person that this purpose may use.</summary>
    public PersonFeatures Features { get; set; }

    /// <summary>Why less is known than could be.</summary>
    public Degradation Degraded { get; set; }

    /// <summary>The person's key; none when nobody was named or nothing of them may be used.</summary>
    public PersonKey Person { get; set; }

    /// <summary>The journal position up to which the person was read.</summary>
    public long Position { get; set; }

    /// <summary>Device of the session, or zero.</summary>
    public ulong Device { get; set; }

    /// <summary>What came of reading the person, sealed.</summary>
    public PersonRead Read { get; set; }

    /// <summary>By which key experiments know the visitor; none when nobody was named, could be read, or allowed it.</summary>
    public BucketingChoice Bucketing { get; set; }

    /// <summary>What the visitor's account amounts to, once for each purpose; empty unless a placement looks at it.</summary>
    public List<AccountSnapshot> Accounts { get; } = [];

    /// <summary>Whether the account was wanted and could not be read in time.</summary>
    public bool AccountMissed { get; set; }

    /// <summary>What the visitor's account amounts to for a purpose; null when it was not read, or they belong to none.</summary>
    /// <param name="purpose">Name of the purpose.</param>
    public AccountSnapshot? AccountFor(string purpose) => Accounts.Find(account => account.Purpose == purpose);

    /// <summary>The highest rung that this allows.</summary>
    public Rung Rung =>
        Session.Count == 0 && History.Count == 0 ? Rung.Popular
        : (Degraded & (Degradation.ContextLate | Degradation.ContextFailed)) != 0 ? Rung.Session
        : Rung.Personalized;

    /// <summary>Takes over from another whom the request is about, and nothing of what is known of them.</summary>
    /// <param name="other">Put together for another purpose.</param>
    public void Follow(VisitorContext other) =>
        (Consented, Degraded, Person, Position, Device, Read, Allowed) = (other.Consented, other.Degraded, other.Person, other.Position, other.Device, other.Read, other.Allowed);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Session.Clear();
        History.Clear();
        Touches.Clear();
        Seen.Clear();
        Cart.Clear();
        Bought.Clear();
        Declined.Clear();
        (Allowed, Asking, Purpose, Features) = (0, 0, null, PersonFeatures.None);
        Bucketing = default;
        Accounts.Clear();
        AccountMissed = false;
        (Consented, Degraded, Person, Position, Device, Read) = (false, Degradation.None, default, 0, 0, default);
    }
}
