using System.Collections.Concurrent;
using System.Numerics;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Consents;

/// <summary>What was said before under the identifiers of an event: its judgement begins there. In memory, bounded, read without a lock that others hold.</summary>
/// <remarks>
/// Kept are refusals of purposes that use events, and agreements where they may have to outdo one. Keys are hashes with the workspace's own secret, so
/// that workspaces share nothing here. What a user says on a device counts for the user everywhere, and for what is done on that device without a
/// name; it does not count for other users of the device. Past the bound those first noted go into a <see cref="KeyFilter"/>, which forgets no refusal.
/// </remarks>
/// <param name="policies">Which purposes use events.</param>
/// <param name="options">How many are kept.</param>
public sealed class StandingConsents(PurposePolicies policies, IOptions<StandingOptions> options)
{
    private readonly ConcurrentDictionary<PersonKey, StandingWord> _words = new();
    private readonly ConcurrentQueue<PersonKey> _oldest = new();
    private KeyFilter? _filter;
    private long _changes;
    private int _count; // The dictionary's own takes all of its locks.

    /// <summary>The purposes that are remembered, one bit each.</summary>
    public ushort Purposes { get; } = policies.Standard.UsesEvents;

    /// <summary>How many identifiers are kept exactly.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How often anything changed.</summary>
    internal long Changes => Interlocked.Read(ref _changes);

    /// <summary>Whether nothing was ever refused.</summary>
    internal bool IsEmpty => Count == 0 && _filter is null;

    /// <summary>What stands refused for an event by its identifiers, one bit each. Allocates nothing.</summary>
    /// <param name="who">Its identifiers.</param>
    internal ushort Refused(in StandingKeys who)
    {
        if (IsEmpty)
            return 0;
        if (who.Device.IsNone)
            return RefusedBy(who.User);
        ushort stated = 0, granted = 0;
        Span<long> atMs = stackalloc long[Purpose.Max];
        var beside = who.User.IsNone ? who.Anybody : who.Both;
        Find(who.Device)?.AddTo(ref stated, ref granted, atMs);
        Find(beside)?.AddTo(ref stated, ref granted, atMs);
        var refused = stated & ~granted;
        // What users agreed to on a device does not outdo what was refused on it without a name, but for themselves.
        refused |= who.User.IsNone ? Find(who.Device)?.Refused ?? 0 : RefusedBy(who.User);
        return (ushort)(refused | Filtered(who.Device) | Filtered(beside));
    }

    /// <summary>Notes what an event says under its identifiers.</summary>
    /// <param name="who">Its identifiers.</param>
    /// <param name="granted">Bits granted.</param>
    /// <param name="refused">Bits refused.</param>
    /// <param name="atMs">When it was said, ms since 1970 UTC.</param>
    /// <param name="receivedAtMs">When it was received.</param>
    /// <param name="chosen">Whether it is a choice made for its own sake, and not what a consent tool adds to each event: agreements are kept then too, for a refusal that was said before them and arrives later.</param>
    internal void Note(in StandingKeys who, ushort granted, ushort refused, long atMs, long receivedAtMs, bool chosen)
    {
        (granted, refused) = ((ushort)(granted & Purposes & ~refused), (ushort)(refused & Purposes));
        if ((granted | refused) == 0)
            return;
        if (refused == 0 && !chosen && !Matters(who))
            return;
        if (who.Device.IsNone || who.User.IsNone)
        {
            Note(who.Device.IsNone ? who.User : who.Device, granted, refused, atMs, receivedAtMs);
            return;
        }

        Note(who.Both, granted, refused, atMs, receivedAtMs);
        Note(who.User, granted, refused, atMs, receivedAtMs);
        Note(who.Anybody, granted, refused, atMs, receivedAtMs);
    }

    /// <summary>Whether something is known under any of an event's identifiers.</summary>
    /// <param name="who">Its identifiers.</param>
    internal bool Matters(in StandingKeys who) => !IsEmpty
        && (Knows(who.User) || (!who.Device.IsNone && (Knows(who.Device) || Knows(who.Anybody) || (!who.User.IsNone && Knows(who.Both)))));

    /// <summary>Forgets somebody who was erased, but for what was received after that.</summary>
    /// <param name="keys">All keys of theirs.</param>
    /// <param name="receivedUntilMs">When they were erased, ms since 1970 UTC.</param>
    internal void Forget(IReadOnlyCollection<PersonKey> keys, long receivedUntilMs)
    {
        foreach (var key in keys)
        {
            Forget(key, receivedUntilMs);
            Forget(StandingKeys.AnybodyOn(key), receivedUntilMs);
            foreach (var other in keys)
                Forget(new StandingKeys(key, other).Both, receivedUntilMs);
        }
    }

    internal IEnumerable<KeyValuePair<PersonKey, StandingWord>> All => _words;

    internal KeyFilter? Filter => _filter;

    internal void Restore(PersonKey key, StandingWord word)
    {
        if (Add(key, word))
            _oldest.Enqueue(key);
    }

    internal void Restore(KeyFilter filter) => _filter = filter;

    private void Note(PersonKey key, ushort granted, ushort refused, long atMs, long receivedAtMs)
    {
        var word = Find(key);
        if (word is null)
        {
            word = new StandingWord(Purposes);
            word.Take(0, Filtered(key), 0, receivedAtMs); // When it was said is forgotten: whatever is said now is later.
            if (Add(key, word))
                _oldest.Enqueue(key);
            else
                word = Find(key) ?? word;
        }

        if (word.Take(granted, refused, atMs, receivedAtMs))
            Interlocked.Increment(ref _changes);
        while (Count > options.Value.IdentifiersMax && _oldest.TryDequeue(out var first))
            Drop(first);
    }

    private void Drop(PersonKey first)
    {
        if (!_words.TryGetValue(first, out var word))
            return;
        if (word.Refused is not 0 and var refused)
        {
            var filter = _filter ?? Interlocked.CompareExchange(ref _filter, new KeyFilter(), null) ?? _filter!;
            for (int rest = refused; rest != 0; rest &= rest - 1)
                filter.Add(Marked(first, BitOperations.TrailingZeroCount(rest)));
        }

        Remove(first); // Not sooner: it must be in one of the two at any time.
    }

    private void Forget(PersonKey key, long receivedUntilMs)
    {
        if (_words.TryGetValue(key, out var word) && word.ReceivedAtMs <= receivedUntilMs && Remove(key))
            Interlocked.Increment(ref _changes);
    }

    private StandingWord? Find(PersonKey key) => _words.GetValueOrDefault(key);

    private bool Add(PersonKey key, StandingWord word)
    {
        var added = _words.TryAdd(key, word);
        if (added)
            Interlocked.Increment(ref _count);
        return added;
    }

    private bool Remove(PersonKey key)
    {
        var removed = _words.TryRemove(key, out _);
        if (removed)
            Interlocked.Decrement(ref _count);
        return removed;
    }

    private bool Knows(PersonKey key) => _words.ContainsKey(key) || Filtered(key) != 0;

    private ushort RefusedBy(PersonKey user) => (ushort)((Find(user)?.Refused ?? 0) | Filtered(user));

    private ushort Filtered(PersonKey key)
    {
        if (_filter is not { } filter || _words.ContainsKey(key))
            return 0;
        var refused = 0;
        for (int rest = Purposes; rest != 0; rest &= rest - 1)
            refused |= filter.Has(Marked(key, BitOperations.TrailingZeroCount(rest))) ? rest & -rest : 0;
        return (ushort)refused;
    }

    private static ulong Marked(PersonKey key, int purpose) => key.Low ^ ((ulong)(purpose + 1) * 0x9E3779B97F4A7C15);
}
