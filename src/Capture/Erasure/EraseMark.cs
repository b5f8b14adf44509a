using System.Buffers.Binary;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Erasure;

/// <summary>What a mark in the journal says, and the one rule of what goes because of it: shards apply it to their state, the journal and the archive to records.</summary>
/// <remarks>
/// Under a key of the person's own all goes, but for what other people did on a device of theirs and that device's links to those. Under a neighbour's key
/// goes what bears one of the person's user ids, and links to the person. Of a key that was theirs for a time, only what happened then goes.
/// </remarks>
/// <param name="keys">All keys of the person.</param>
/// <param name="isNeighbour">Whether the key it lies under is somebody else's.</param>
/// <param name="spans">Keys that were theirs for a time only.</param>
public sealed class EraseMark(IReadOnlySet<PersonKey> keys, bool isNeighbour, IReadOnlyList<KeySpan>? spans = null)
{
    private const int SpanBytes = 32;
    private readonly IReadOnlyList<KeySpan> _spans = spans ?? [];

    /// <summary>All keys of the person.</summary>
    public IReadOnlySet<PersonKey> Keys => keys;

    /// <summary>Whether the key it lies under is somebody else's.</summary>
    public bool IsNeighbour => isNeighbour;

    /// <summary>Whether an event goes.</summary>
    /// <param name="under">The key that it lies under.</param>
    /// <param name="user">Key of the user id that it bears besides an anonymous id; none when it bears but one of them.</param>
    /// <param name="atMs">When it happened, ms since 1970 UTC.</param>
    public bool Erases(PersonKey under, PersonKey user, long atMs) => user.IsNone ? Was(under, !isNeighbour, atMs) : Was(user, keys.Contains(user), atMs);

    /// <summary>Whether a decision goes: all under a neighbour's key too, except that of a key that was theirs for a time, those of then.</summary>
    /// <param name="under">The key that it lies under.</param>
    /// <param name="atMs">When it was made, ms since 1970 UTC.</param>
    public bool ErasesDecision(PersonKey under, long atMs) => Was(under, isAlways: true, atMs);

    private bool Was(PersonKey key, bool isAlways, long atMs)
    {
        foreach (var span in _spans)
        {
            if (span.Key != key)
                continue;
            if (atMs >= span.FromMs && atMs < span.UntilMs)
                return true;
            isAlways = false;
        }

        return isAlways;
    }

    /// <summary>Whether a link goes. One between a device and a user is the user's; any other goes when either end does.</summary>
    /// <param name="own">What kind of key it lies under.</param>
    /// <param name="other">The other end.</param>
    /// <param name="otherKind">What kind that is.</param>
    /// <param name="statement">What it says: that a time was another person's goes with that person alone; what record linkage found, and what was said of that, is as much of the one end as of the other.</param>
    public bool ErasesLink(KeyDomain own, PersonKey other, KeyDomain otherKind, LinkStatement statement = LinkStatement.Implied) => (own, otherKind) switch
    {
        _ when statement == LinkStatement.Divided => keys.Contains(other),
        _ when statement is LinkStatement.Probable or LinkStatement.Denied => !isNeighbour || keys.Contains(other),
        (KeyDomain.AnonymousId, KeyDomain.UserId) => keys.Contains(other),
        (KeyDomain.UserId, KeyDomain.AnonymousId) => !isNeighbour,
        _ => !isNeighbour || keys.Contains(other),
    };

    /// <summary>Writes a mark.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <param name="under">Workspace and key.</param>
    /// <param name="id">Names it.</param>
    /// <param name="nowMs">The time, ms since 1970 UTC.</param>
    public void Write(JournalBatch batch, int partitions, (uint Workspace, PersonKey Key) under, string id, long nowMs)
    {
        var writer = new EventWriter(batch, new EventHeader { Kind = EventKind.Erased, Workspace = under.Workspace, Person = under.Key, HappenedAtMs = nowMs, ReceivedAtMs = nowMs });
        writer.Write(EventField.MessageId, id);
        if (isNeighbour)
            writer.Write(EventField.ErasedHere, [1]);
        WriteKeys(writer, keys);
        Span<byte> stored = stackalloc byte[SpanBytes];
        foreach (var span in _spans)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(stored, span.Key.High);
            BinaryPrimitives.WriteUInt64LittleEndian(stored[8..], span.Key.Low);
            BinaryPrimitives.WriteInt64LittleEndian(stored[16..], span.FromMs);
            BinaryPrimitives.WriteInt64LittleEndian(stored[24..], span.UntilMs);
            writer.Write(EventField.ErasedSpan, stored);
        }

        writer.End(partitions);
    }

    /// <summary>Reads a mark.</summary>
    /// <param name="view">A record of kind <see cref="EventKind.Erased"/>.</param>
    public static EraseMark Read(EventView view)
    {
        var keys = new HashSet<PersonKey>();
        var spans = new List<KeySpan>();
        var neighbour = false;
        foreach (var (field, value) in view)
        {
            neighbour |= field == EventField.ErasedHere;
            if (field == EventField.ErasedKey)
                keys.Add(new PersonKey(BinaryPrimitives.ReadUInt64LittleEndian(value), BinaryPrimitives.ReadUInt64LittleEndian(value[8..])));
            if (field == EventField.ErasedSpan && value.Length >= SpanBytes)
                spans.Add(new KeySpan(new PersonKey(BinaryPrimitives.ReadUInt64LittleEndian(value), BinaryPrimitives.ReadUInt64LittleEndian(value[8..])),
                    BinaryPrimitives.ReadInt64LittleEndian(value[16..]), BinaryPrimitives.ReadInt64LittleEndian(value[24..])));
        }

        return new EraseMark(keys, neighbour, spans);
    }

    /// <summary>Writes the mark that somebody is to be forgotten if nothing was heard of them for long.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <param name="under">Workspace and key.</param>
    /// <param name="who">Whose doings under that key go: the key itself for what came by it alone, and users who did something on that device. A mark that names nobody is about all of them.</param>
    /// <param name="unheardSinceMs">Earlier than <paramref name="nowMs"/>: whoever was heard of since stays.</param>
    /// <param name="nowMs">The time, ms since 1970 UTC.</param>
    public static void WriteInactive(JournalBatch batch, int partitions, (uint Workspace, PersonKey Key) under, IReadOnlyCollection<PersonKey> who, long unheardSinceMs, long nowMs)
    {
        var writer = new EventWriter(batch, new EventHeader { Kind = EventKind.Erased, Workspace = under.Workspace, Person = under.Key, HappenedAtMs = unheardSinceMs, ReceivedAtMs = nowMs });
        WriteKeys(writer, who);
        writer.End(partitions);
    }

    private static void WriteKeys(in EventWriter writer, IEnumerable<PersonKey> keys)
    {
        Span<byte> bytes = stackalloc byte[16];
        foreach (var key in keys)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, key.High);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], key.Low);
            writer.Write(EventField.ErasedKey, bytes);
        }
    }
}
