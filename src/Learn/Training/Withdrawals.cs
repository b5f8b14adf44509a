using Kairos.Capture.Events;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Training;

/// <summary>Who said no to a purpose last, as the journal has told so far: followers leave them out. One thread.</summary>
/// <param name="most">How many are kept exactly.</param>
/// <remarks>
/// Past the bound those noted first move into a filter of fixed size (Bloom, CACM 13(7), 1970) that forgets nobody and takes some few for them
/// who are not: so it fails closed, and somebody in it who agrees again is left out still on this server until it starts anew.
/// An old no that arrives after a later yes counts as a no, since a yes is not remembered.
/// </remarks>
public sealed class Withdrawals(int most)
{
    private const int Probes = 6;
    private const int FilterBits = 1 << 23;

    private readonly Dictionary<(uint Workspace, ulong Person), long> _since = [];
    private readonly Queue<(uint Workspace, ulong Person)> _oldest = new();
    private ulong[]? _filter;

    /// <summary>Whether anybody is known to have withdrawn.</summary>
    public bool Any => _since.Count > 0 || _filter is not null;

    /// <summary>Notes what a record says of a purpose, if it says anything.</summary>
    /// <param name="view">The record.</param>
    /// <param name="purpose">The purpose's name, UTF-8.</param>
    /// <param name="user">Key of the user id that the record bears, or none: what is said on one device counts for the user on all.</param>
    /// <returns>Whether it says no.</returns>
    public bool Note(in EventView view, ReadOnlySpan<byte> purpose, PersonKey user = default)
    {
        var header = view.Header;
        var refused = false;
        if ((header.Flags & EventFlags.StatesConsent) == 0)
            return false;
        foreach (var field in view)
        {
            if (field.Field != EventField.Consent || !field.Value[1..].SequenceEqual(purpose))
                continue;
            refused = field.Value[0] != 1;
            Note((header.Workspace, header.Person.Low), !refused, header.HappenedAtMs);
            if (!user.IsNone && user != header.Person)
                Note((header.Workspace, user.Low), !refused, header.HappenedAtMs);
        }

        return refused;
    }

    /// <summary>Notes what somebody said.</summary>
    /// <param name="key">Workspace and low half of the person's key.</param>
    /// <param name="granted">Whether they agreed.</param>
    /// <param name="atMs">When, ms since 1970 UTC.</param>
    public void Note((uint Workspace, ulong Person) key, bool granted, long atMs)
    {
        var known = _since.TryGetValue(key, out var since);
        if (granted)
        {
            if (known && atMs > since)
                _since.Remove(key);
            return;
        }

        _since[key] = known ? Math.Max(since, atMs) : atMs;
        if (known)
            return;
        _oldest.Enqueue(key);
        while (_since.Count > most || _oldest.Count > 2L * most)
        {
            var first = _oldest.Dequeue();
            if (_since.Remove(first))
                Keep(first);
        }
    }

    /// <summary>Whether somebody withdrew.</summary>
    /// <param name="key">Workspace and low half of the person's key.</param>
    public bool Holds((uint Workspace, ulong Person) key)
    {
        if (_since.ContainsKey(key))
            return true;
        if (_filter is null)
            return false;
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            if ((_filter[bit >> 6] & (1UL << (bit & 63))) == 0)
                return false;
        }

        return true;
    }

    /// <summary>Who is kept now, and how to write that while more arrive.</summary>
    public Action<StateWriter> Freeze()
    {
        var held = _since.Select(static one => new Held(one.Key.Person, one.Value, one.Key.Workspace)).ToArray();
        var order = _oldest.Select(static one => new Held(one.Person, 0, one.Workspace)).ToArray();
        var filter = (ulong[]?)_filter?.Clone() ?? [];
        return to =>
        {
            to.Write<Held>(held);
            to.Write<Held>(order);
            to.Write<ulong>(filter);
        };
    }

    /// <summary>Takes up what was written. Only while nobody is kept.</summary>
    /// <param name="from">The state.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Restore(StateReader from)
    {
        foreach (var (person, atMs, workspace) in from.ReadArray<Held>())
            _since[((uint)workspace, person)] = atMs;
        foreach (var (person, _, workspace) in from.ReadArray<Held>())
            _oldest.Enqueue(((uint)workspace, person));
        var filter = from.ReadArray<ulong>();
        if (filter.Length is not (0 or FilterBits / 64))
            throw new InvalidDataException("The filter of who withdrew is of another size.");
        _filter = filter.Length == 0 ? null : filter;
    }

    private void Keep((uint Workspace, ulong Person) key)
    {
        _filter ??= new ulong[FilterBits / 64];
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = BitOf(key, probe);
            _filter[bit >> 6] |= 1UL << (bit & 63);
        }
    }

    private static int BitOf((uint Workspace, ulong Person) key, int probe)
    {
        var hash = (key.Person ^ ((ulong)key.Workspace << 32)) * 0x9E3779B97F4A7C15;
        return (int)(((hash >> 32) + ((ulong)probe * ((hash & 0xffff_ffff) | 1))) & (FilterBits - 1));
    }

    private readonly record struct Held(ulong Person, long AtMs, ulong Workspace);
}
