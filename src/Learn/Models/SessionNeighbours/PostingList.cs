using System.Diagnostics;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>The most recent sessions of one item in a delta, in order of session number: one thread adds, any number copy.</summary>
/// <remarks>
/// Sessions begin in one order and are clicked in another, so a new posting goes in somewhere near the end: a search and one small move
/// in a flat array, however many sessions began since. No query samples more than m sessions, and m later ones of the same item would
/// all come first, so older postings are let go. A reader copies under a sequence lock: it takes nothing, and copies again when the
/// writer was there in between. Source: Boehm, "Can seqlocks get along with programming language memory models?", MSPC 2012.
/// </remarks>
internal sealed class PostingList
{
    private const int TriesMax = 64;
    private int[] _sessions = new int[2];
    private int _count;
    private int _version; // Odd while the list changes.

    public int Capacity => _sessions.Length;

    /// <summary>Adds a session that is not there yet; one older than the <paramref name="most"/> most recent is left out.</summary>
    public void Add(int session, int most)
    {
        var count = _count;
        if (count >= most && session < _sessions[count - most])
            return;
        var at = count;
        if (count > 0 && session < _sessions[count - 1])
            at = ~_sessions.AsSpan(0, count).BinarySearch(session);
        Debug.Assert(at >= 0);

        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        if (count == _sessions.Length)
        {
            var gone = count >= 2 * most ? count - most : 0;
            var sessions = gone > 0 ? _sessions : new int[Math.Min(2 * most, count * 2)];
            Array.Copy(_sessions, gone, sessions, 0, count - gone);
            (count, at, _sessions) = (count - gone, at - gone, sessions);
        }
        Array.Copy(_sessions, at, _sessions, at + 1, count - at);
        _sessions[at] = session;
        _count = count + 1;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Copies the most recent sessions, newest first.</summary>
    /// <returns>How many.</returns>
    /// <remarks>Should the writer stand still in the midst of a change, the copy is taken as it is: at worst one session stands twice or not at all.</remarks>
    public int CopyNewest(Span<int> into, int triesMax = TriesMax)
    {
        for (var tries = 1; ; tries++)
        {
            var version = Volatile.Read(ref _version);
            var sessions = Volatile.Read(ref _sessions);
            var count = Math.Min(Volatile.Read(ref _count), sessions.Length);
            var taken = Math.Min(count, into.Length);
            sessions.AsSpan(count - taken, taken).CopyTo(into);
            Volatile.ReadBarrier();
            if (tries == triesMax || ((version & 1) == 0 && version == Volatile.Read(ref _version)))
            {
                into[..taken].Reverse();
                return taken;
            }
            Thread.SpinWait(1);
        }
    }
}
