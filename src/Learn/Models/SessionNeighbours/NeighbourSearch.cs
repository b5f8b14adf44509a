namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>Finds the most recent sessions that share items with a query, and how alike they are.</summary>
/// <remarks>
/// The answer is that of VMIS-kNN (Kersbergen, Sprangers, Schelter, "Serenade", SIGMOD 2022, algorithm 2): the m most recent sessions
/// among those that hold any of the items, each with the sum of the voices of the items it shares. The way is another: the postings of
/// each item fall from recent to old, so walking all of them at once meets the m most recent first, and neither the heap nor the hash
/// table of the paper is needed.
/// </remarks>
internal static class NeighbourSearch
{
    /// <summary>Fills the scratch with the sessions found.</summary>
    /// <returns>How many.</returns>
    public static int Find(SessionView view, in SessionQuery query, NeighbourOptions options, NeighbourScratch scratch)
    {
        var cursors = OpenCursors(view, query, options, scratch);
        scratch.Reserve(options.SampleSessions);
        var found = cursors == 1
            ? Copy(scratch, Math.Min(options.SampleSessions, options.Neighbours)) // All are alike: the most recent will speak.
            : Merge(scratch, cursors, options.SampleSessions);
        Array.Clear(scratch.Postings, 0, cursors); // The scratch outlives the index.
        return found;
    }

    private static int OpenCursors(SessionView view, in SessionQuery query, NeighbourOptions options, NeighbourScratch scratch)
    {
        var items = query.Items;
        var length = Math.Min(options.QueryItems, items.Length);
        var cursors = 0;
        for (var back = 0; back < length; back++)
        {
            var place = items.Length - 1 - back;
            var item = items[place];
            if (items[(place + 1)..].Contains(item))
                continue; // Said already, later and louder.
            var voice = query.Weights[place] * (length - back) / length;
            var postings = view.Index.PostingsOf(item);
            if (!postings.IsEmpty)
            {
                var start = view.Index.PostingStarts[item];
                Open(scratch, cursors++, view.Index.Postings, start, start + postings.Length, place, voice);
            }
            if (view.Delta.PostingsOf(item) is { } live)
            {
                var copy = scratch.CopyOf(cursors, options.SampleSessions);
                var count = live.CopyNewest(copy.AsSpan(0, options.SampleSessions));
                if (count > 0)
                    Open(scratch, cursors++, copy, 0, count, place, voice);
            }
        }
        return cursors;
    }

    private static void Open(NeighbourScratch scratch, int cursor, int[] postings, int at, int end, int place, float voice)
    {
        (scratch.Postings[cursor], scratch.At[cursor], scratch.End[cursor]) = (postings, at, end);
        (scratch.Heads[cursor], scratch.Place[cursor], scratch.Voice[cursor]) = (postings[at], place, voice);
    }

    private static int Copy(NeighbourScratch scratch, int most)
    {
        var found = 0;
        for (; found < most && scratch.Heads[0] >= 0; found++)
        {
            scratch.Sessions[found] = scratch.Heads[0];
            Step(scratch, 0);
        }
        Array.Fill(scratch.Likeness, scratch.Voice[0], 0, found);
        Array.Fill(scratch.Match, scratch.Place[0], 0, found);
        return found;
    }

    private static int Merge(NeighbourScratch scratch, int cursors, int most)
    {
        var heads = scratch.Heads.AsSpan(0, cursors);
        var found = 0;
        while (found < most)
        {
            var newest = -1;
            foreach (var head in heads)
                newest = Math.Max(newest, head);
            if (newest < 0)
                break;
            var likeness = 0f;
            var match = -1;
            for (var cursor = 0; cursor < heads.Length; cursor++)
            {
                if (heads[cursor] != newest)
                    continue;
                likeness += scratch.Voice[cursor];
                match = Math.Max(match, scratch.Place[cursor]);
                Step(scratch, cursor);
            }
            scratch.Sessions[found] = newest;
            scratch.Likeness[found] = likeness;
            scratch.Match[found] = match;
            found++;
        }
        return found;
    }

    private static void Step(NeighbourScratch scratch, int cursor)
    {
        var at = ++scratch.At[cursor];
        scratch.Heads[cursor] = at < scratch.End[cursor] ? scratch.Postings[cursor][at] : -1;
    }
}
