using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Words;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Writes what an event says about whose identifiers are whose: a small record into the partition of each, durable together with the event.</summary>
/// <remarks>The event itself stays where its own identifier puts it. So nothing is looked up here, and nothing has to move later.</remarks>
internal sealed class LinkFields(IOptions<IdentifierOptions> options, BlockedIdentifiers blocked)
{
    private readonly Utf8Table<bool> _shared = new(options.Value.SharedDomains.Select(domain => domain.Trim().ToLowerInvariant()).Distinct().Select(domain => KeyValuePair.Create(domain, true)));

    /// <summary>Writes the links of an event, those lately written left out.</summary>
    /// <param name="at">The event.</param>
    /// <param name="happenedAtMs">When it happened.</param>
    /// <param name="receivedAtMs">When it came in.</param>
    /// <param name="to">Where to, and what was lately written.</param>
    public void Write(in Recording at, long happenedAtMs, long receivedAtMs, in LinkTarget to)
    {
        var (hasDevice, hasUser) = (at.Has(Slot.AnonymousId), at.Has(Slot.UserId));
        var device = hasDevice ? new LinkEnd(KeyDomain.AnonymousId, People.Key(at, KeyDomain.AnonymousId, Slot.AnonymousId)) : default;
        var user = hasUser ? new LinkEnd(KeyDomain.UserId, People.Key(at, KeyDomain.UserId, Slot.UserId)) : default;
        var kind = at.Draft.Kind;
        var statement = kind is EventKind.Identify or EventKind.Alias or EventKind.Group ? LinkStatement.Said : LinkStatement.Implied;
        var writing = new LinkWriting(at.Workspace.Id.Value, happenedAtMs, receivedAtMs, to);
        if (hasDevice && hasUser)
            writing.Both(device, user, statement, LinkRole.None);
        var best = hasUser ? user : device;
        if (kind == EventKind.Alias && at.Has(Slot.PreviousId) && hasUser)
        {
            // The sender does not say of what kind the former id is: whichever was ever seen has something to bring.
            if (UserProofs.PreviousMayBeUser(at))
                writing.Both(new LinkEnd(KeyDomain.UserId, People.Key(at, KeyDomain.UserId, Slot.PreviousId)), user, LinkStatement.Said, LinkRole.LeadsToOther);
            writing.Both(new LinkEnd(KeyDomain.AnonymousId, People.Key(at, KeyDomain.AnonymousId, Slot.PreviousId)), user, LinkStatement.Said, LinkRole.None);
        }

        if (!UserProofs.MayLink(at))
            return;
        var group = kind == EventKind.Group ? Slot.GroupId : Slot.ContextGroupId;
        if (at.Has(group))
            AccountLinks.Write(at, best, People.Key(at, KeyDomain.Group, group), statement, writing);
        if (kind == EventKind.Identify && at.Draft[Slot.Traits].Kind == SentKind.Object)
            Traits(at, best, writing);
        foreach (var (type, id) in at.Draft.ExternalIds)
            External(at, best, at.Text(type), at.Text(id), writing);
    }

    /// <summary>Writes only that a device is a user's: what is needed to find a statement of consent by either.</summary>
    /// <param name="at">The event.</param>
    /// <param name="happenedAtMs">When it happened.</param>
    /// <param name="receivedAtMs">When it came in.</param>
    /// <param name="to">Where to, and what was lately written.</param>
    public static void WriteUser(in Recording at, long happenedAtMs, long receivedAtMs, in LinkTarget to)
    {
        if (!at.Has(Slot.AnonymousId) || !at.Has(Slot.UserId))
            return;
        var writing = new LinkWriting(at.Workspace.Id.Value, happenedAtMs, receivedAtMs, to);
        writing.Both(
            new LinkEnd(KeyDomain.AnonymousId, People.Key(at, KeyDomain.AnonymousId, Slot.AnonymousId)), new LinkEnd(KeyDomain.UserId, People.Key(at, KeyDomain.UserId, Slot.UserId)),
            at.Draft.Kind is EventKind.Identify or EventKind.Alias ? LinkStatement.Said : LinkStatement.Implied, LinkRole.None);
    }

    private void Traits(in Recording at, in LinkEnd best, in LinkWriting writing)
    {
        var json = new Utf8JsonReader(at.Drafts.Bytes(at.Draft[Slot.Traits]));
        Span<byte> value = stackalloc byte[MatchingIds.SentBytesMax];
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                continue;
            var kind = json.ValueTextEquals("email"u8) ? KeyDomain.Email : json.ValueTextEquals("phone"u8) ? KeyDomain.Phone : default;
            if (!json.Read() || kind == default || json.ValueSpan.Length > value.Length)
                continue;
            if (json.TokenType == JsonTokenType.String)
                Match(at, best, kind, value[..json.CopyString(value)], writing);
            else if (json.TokenType == JsonTokenType.Number && kind == KeyDomain.Phone && json.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
                Match(at, best, kind, json.ValueSpan, writing);
        }
    }

    private void External(in Recording at, in LinkEnd best, ReadOnlySpan<byte> type, ReadOnlySpan<byte> id, in LinkWriting writing)
    {
        if (type.IsEmpty || id.IsEmpty || id.Length > at.Options.IdBytesMax || type.Length > 64)
            return;
        if (type.SequenceEqual("email"u8))
            Match(at, best, KeyDomain.Email, id, writing);
        else if (type.SequenceEqual("phone"u8))
            Match(at, best, KeyDomain.Phone, id, writing);
        else if (options.Value.MatchExternalIds)
        {
            Span<byte> both = stackalloc byte[type.Length + 1 + id.Length];
            type.CopyTo(both);
            both[type.Length] = 0;
            id.CopyTo(both[(type.Length + 1)..]);
            writing.Both(best, new LinkEnd(KeyDomain.ExternalId, PersonKey.Of(at.Workspace, KeyDomain.ExternalId, both)), LinkStatement.Said, LinkRole.None);
        }
    }

    private void Match(in Recording at, in LinkEnd best, KeyDomain kind, ReadOnlySpan<byte> value, in LinkWriting writing)
    {
        if (!(kind == KeyDomain.Email ? options.Value.MatchEmail : options.Value.MatchPhone))
            return;
        Span<byte> normal = stackalloc byte[MatchingIds.BytesMax];
        var length = kind == KeyDomain.Email ? MatchingIds.Email(value, normal) : MatchingIds.Phone(value, normal);
        if (length == 0 || (kind == KeyDomain.Email ? blocked.IsNobodysAddress(normal[..length]) : blocked.IsNobodysNumber(normal[..length])))
            return;
        writing.Both(best, new LinkEnd(kind, PersonKey.Of(at.Workspace, kind, normal[..length])), LinkStatement.Said, LinkRole.None);
        if (kind == KeyDomain.Email && normal[(normal[..length].LastIndexOf((byte)'@') + 1)..length] is var domain && !_shared.TryGet(domain, out _))
            writing.Both(best, new LinkEnd(KeyDomain.Domain, PersonKey.Of(at.Workspace, KeyDomain.Domain, domain)), LinkStatement.Said, LinkRole.None);
    }
}
