using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>Reads the records of one identifier, newest first.</summary>
/// <param name="key">The identifier.</param>
/// <param name="before">Only records before this position.</param>
/// <param name="visit">Is given each; answers false to stop.</param>
public delegate void KeyHistory(PersonKey key, long before, JournalVisitor visit);

/// <content>How what came by an identifier is divided at a time: its records are applied again, each on the side that it belongs to.</content>
public sealed partial class Shard
{
    /// <summary>Whether the journal still has all that came by an identifier, so that it can be divided at a time, and who did something on it.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="key">The identifier.</param>
    /// <param name="subject">Itself, or a user of it whose doings are meant.</param>
    /// <param name="users">When it is itself a device: users whose doings on it are meant too.</param>
    public DivisionReading ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users)
    {
        var division = Prepare(new PersonId(workspace, key), subject, users, long.MaxValue);
        return new DivisionReading(division.IsWhole, [.. division.LastByUser.Select(static user => new UserSeen(user.Key, user.Value))]);
    }

    private void Divide(EventView view, in LinkMention mention, in EventHeader header, long position)
    {
        var id = new PersonId(header.Workspace, header.Person);
        var node = FindOrAdd(id);
        var period = PeriodCode.Read(view.Find(EventField.Period), mention.Other, node.Periods);
        if (period.IsNone)
            return; // Said before.
        var division = Prepare(id, period.Subject, period.Users, position);
        if (!division.IsWhole)
            throw new InvalidDataException("The journal no longer has all that came by this identifier, so that it can't be divided at a time.");
        var tally = _tally;
        foreach (var known in division.Known)
        {
            if (Find(known) is { } part) // Reading one may have put another out of memory.
                Forget(part, part.Links, part.Periods, part.Pin, Left(part));
        }

        Begin(id, mention.Own, [.. division.Before, period]);
        if (period.Subject == id.Key)
            Begin(id with { Key = period.Past }, mention.Own, [.. division.Before.Where(other => other.Subject != period.Subject), period]);
        var messages = new HashSet<MessageKey>();
        foreach (var payload in division.Records.Reverse<byte[]>())
            Again(payload, division, period.Past, messages);
        _tally = tally;
    }

    // What was refused before all that the journal has of it: its own event was let go long ago.
    private static ConsentStatement[] Left(Person part) => Array.FindAll(Refusals(part), refusal => part.Events == 0 || refusal.AtMs < part.FirstSeenAtMs);

    private void Begin(PersonId id, KeyDomain kind, Period[] periods)
    {
        var node = FindOrAdd(id);
        MarkDirty(node);
        (node.Kind, node.Periods) = (kind, periods);
    }

    private Division Prepare(PersonId id, PersonKey subject, PersonKey[] users, long before)
    {
        var division = new Division(id, Find(id)?.Periods ?? [], subject, users);
        _history(division.Origin, before, (in JournalRecord record) =>
        {
            if (record.Payload.IsEmpty)
                return true;
            var view = new EventView(record.Payload);
            var header = view.Header;
            if (header.Workspace != id.Workspace || header.Person != division.Origin)
                return true;
            if (header.Kind == EventKind.Erased)
                division.Records.Add(record.Payload.ToArray());
            else if (IsOfPeople(header))
                division.Add(header, _reading.UserOf(view), record.Payload);
            return true;
        });
        foreach (var (name, _) in division.Parts(id.Key))
        {
            if (Find(name) is { } part && division.Known.Add(name))
                division.KnownEvents += part.Events;
        }

        return division;
    }

    private void Again(byte[] payload, Division division, PersonKey past, HashSet<MessageKey> messages)
    {
        var view = new EventView(payload);
        var header = view.Header;
        if (header.Kind == EventKind.Erased)
        {
            ForgetAgain(view, header, division, past);
            return;
        }

        if (header.Message != default && !messages.Add(header.Message))
            return;
        try
        {
            _reading.Read(view, _settings.People.TraitBytesMax, out var anonymousId, out var userId);
            Take(header, anonymousId, userId);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return; // It was set aside when it was first applied.
        }
    }

    // Whoever had been forgotten in between is forgotten again.
    private void ForgetAgain(EventView view, in EventHeader header, Division division, PersonKey past)
    {
        var (mark, inactive) = (EraseMark.Read(view), header.HappenedAtMs < header.ReceivedAtMs);
        foreach (var (name, user) in division.Parts(division.Node.Key).Concat(division.Parts(past)))
        {
            if (Find(name) is not { } part)
                continue;
            if (!inactive && (user.IsNone ? !mark.IsNeighbour : mark.Keys.Contains(user)))
                Forget(part, part.Links, part.Periods, part.Pin, []);
            else if (inactive && IsMeant(mark.Keys, user.IsNone ? header.Person : user) && IsUnheard(part, header.HappenedAtMs))
                Forget(part, part.Links, part.Periods, part.Pin, Refusals(part));
        }
    }
}

/// <summary>What an identifier's shard says of dividing what came by it.</summary>
/// <param name="IsWhole">Whether the journal still has all of it.</param>
/// <param name="Users">Users who did something on it, when it is a device.</param>
[GenerateSerializer, Immutable, Alias("kairos.division")]
public readonly record struct DivisionReading([property: Id(0)] bool IsWhole, [property: Id(1)] UserSeen[] Users);

/// <summary>When a user last did something on a device.</summary>
/// <param name="User">Key of the user id.</param>
/// <param name="LastAtMs">When, ms since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("kairos.user-seen")]
public readonly record struct UserSeen([property: Id(0)] PersonKey User, [property: Id(1)] long LastAtMs);
