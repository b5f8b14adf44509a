using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Past sessions in flat arrays, both ways: the items of a session and the sessions of an item. Immutable.</summary>
/// <remarks>
/// Sessions are numbered by when they began. A session still open when the index was built leaves a hole here and lives in the delta.
/// Postings hold the most recent sessions of an item first, at most m of them. Source of the layout: Kersbergen, Sprangers, Schelter,
/// "Serenade", SIGMOD 2022, section 4.1, there with hash maps.
/// </remarks>
internal sealed class SessionIndex
{
    public static readonly SessionIndex Empty = new() { First = 0, Heads = new SessionHead[1], Items = [], PostingStarts = [0], Postings = [], Counts = [] };

    /// <summary>The number of the first session.</summary>
    public required int First { get; init; }

    /// <summary>Where each session's items begin and when it ended, with one more entry for the end.</summary>
    public required SessionHead[] Heads { get; init; }

    /// <summary>Items of all sessions, in order of click.</summary>
    public required int[] Items { get; init; }

    /// <summary>Where each item's postings begin, with one more entry for the end.</summary>
    public required int[] PostingStarts { get; init; }

    /// <summary>Session numbers, most recent first.</summary>
    public required int[] Postings { get; init; }

    /// <summary>How many sessions hold each item, not cut at m.</summary>
    public required int[] Counts { get; init; }

    /// <summary>How many session numbers are covered, holes included.</summary>
    public int Length => Heads.Length - 1;

    /// <summary>How many sessions there are, holes not counted.</summary>
    public int Sessions { get; init; }

    /// <summary>The number after the last session.</summary>
    public int End => First + Length;

    public long MemoryBytes => 4L * (2L * Heads.Length + Items.Length + PostingStarts.Length + Postings.Length + Counts.Length);

    public bool Holds(int session) =>
        session >= First && session < End && Heads[session - First + 1].Start > Heads[session - First].Start;

    public ReadOnlySpan<int> ItemsOf(int session)
    {
        var at = session - First;
        return Items.AsSpan(Heads[at].Start, Heads[at + 1].Start - Heads[at].Start);
    }

    public int LastSecondsOf(int session) => Heads[session - First].LastSeconds;

    public ReadOnlySpan<int> PostingsOf(int item) => item + 1 < PostingStarts.Length
        ? Postings.AsSpan(PostingStarts[item], PostingStarts[item + 1] - PostingStarts[item])
        : default;

    public int CountOf(int item) => item < Counts.Length ? Counts[item] : 0;

    /// <summary>Asks the processor to fetch where a session lies; one that is not here does no harm.</summary>
    public void PrefetchHead(int session)
    {
        if (Sse.IsSupported && (uint)(session - First) < (uint)Length)
            Prefetch(ref Heads[session - First]);
    }

    /// <summary>Asks the processor to fetch the items of a session; one that is not here does no harm.</summary>
    public void PrefetchItems(int session)
    {
        if (Sse.IsSupported && (uint)(session - First) < (uint)Length)
            Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Items), Heads[session - First].Start));
    }

    private static unsafe void Prefetch<T>(ref T at) => Sse.Prefetch0(Unsafe.AsPointer(ref at));

    /// <summary>Where the items of a session begin and when it was last clicked in, in seconds since 2000.</summary>
    public struct SessionHead
    {
        public int Start;
        public int LastSeconds;
    }
}
