namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Past sessions in flat arrays, both ways: the items of a session and the sessions of an item. Immutable.</summary>
/// <remarks>
/// Sessions are numbered by when they began. A session still open when the index was built leaves a hole here and lives in the delta.
/// Postings hold the most recent sessions of an item first, at most m of them. Source of the layout: Kersbergen, Sprangers, Schelter,
/// "Serenade", SIGMOD 2022, section 4.1, there with hash maps.
/// </remarks>
internal sealed class SessionIndex
{
    public static readonly SessionIndex Empty = new() { First = 0, Starts = [0], Items = [], LastSeconds = [], PostingStarts = [0], Postings = [], Counts = [] };

    /// <summary>The number of the first session.</summary>
    public required int First { get; init; }

    /// <summary>Where each session's items begin, with one more entry for the end.</summary>
    public required int[] Starts { get; init; }

    /// <summary>Items of all sessions, in order of click.</summary>
    public required int[] Items { get; init; }

    /// <summary>When each session was last clicked in, in seconds since 2000.</summary>
    public required int[] LastSeconds { get; init; }

    /// <summary>Where each item's postings begin, with one more entry for the end.</summary>
    public required int[] PostingStarts { get; init; }

    /// <summary>Session numbers, most recent first.</summary>
    public required int[] Postings { get; init; }

    /// <summary>How many sessions hold each item, not cut at m.</summary>
    public required int[] Counts { get; init; }

    /// <summary>How many session numbers are covered, holes included.</summary>
    public int Length => Starts.Length - 1;

    /// <summary>How many sessions there are, holes not counted.</summary>
    public int Sessions { get; init; }

    /// <summary>The number after the last session.</summary>
    public int End => First + Length;

    public long MemoryBytes => 4L * (Starts.Length + Items.Length + LastSeconds.Length + PostingStarts.Length + Postings.Length + Counts.Length);

    public bool Holds(int session) =>
        session >= First && session < End && Starts[session - First + 1] > Starts[session - First];

    public ReadOnlySpan<int> ItemsOf(int session)
    {
        var at = session - First;
        return Items.AsSpan(Starts[at], Starts[at + 1] - Starts[at]);
    }

    public int LastSecondsOf(int session) => LastSeconds[session - First];

    public ReadOnlySpan<int> PostingsOf(int item) => item + 1 < PostingStarts.Length
        ? Postings.AsSpan(PostingStarts[item], PostingStarts[item + 1] - PostingStarts[item])
        : default;

    public int CountOf(int item) => item < Counts.Length ? Counts[item] : 0;
}
