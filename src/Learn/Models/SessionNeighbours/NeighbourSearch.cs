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
        return cursors == 1
            ? Copy(view, scratch, Math.Min(options.SampleSessions, options.Neighbours)) // All are alike: the most recent will speak.
            : Merge(view, scratch, cursors, options.SampleSessions);
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
                scratch.At[cursors] = view.Index.PostingStarts[item];
                scratch.End[cursors] = scratch.At[cursors] + postings.Length;
                scratch.Heads[cursors] = postings[0];
                (scratch.Place[cursors], scratch.Voice[cursors]) = (place, voice);
                cursors++;
            }
            var node = view.Delta.HeadOf(item);
            if (node != 0)
            {
                scratch.At[cursors] = node;
                scratch.End[cursors] = -1; // Marks a linked list.
                scratch.Heads[cursors] = view.Delta.NodeAt(node).Session;
                (scratch.Place[cursors], scratch.Voice[cursors]) = (place, voice);
                cursors++;
            }
        }
        return cursors;
    }

    private static int Copy(SessionView view, NeighbourScratch scratch, int most)
    {
        var found = 0;
        for (; found < most && scratch.Heads[0] >= 0; found++)
        {
            scratch.Sessions[found] = scratch.Heads[0];
            Step(view, scratch, 0);
        }
        Array.Fill(scratch.Likeness, scratch.Voice[0], 0, found);
        Array.Fill(scratch.Match, scratch.Place[0], 0, found);
        return found;
    }

    private static int Merge(SessionView view, NeighbourScratch scratch, int cursors, int most)
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
                Step(view, scratch, cursor);
            }
            scratch.Sessions[found] = newest;
            scratch.Likeness[found] = likeness;
            scratch.Match[found] = match;
            found++;
        }
        return found;
    }

    private static void Step(SessionView view, NeighbourScratch scratch, int cursor)
    {
        if (scratch.End[cursor] >= 0)
        {
            var at = ++scratch.At[cursor];
            scratch.Heads[cursor] = at < scratch.End[cursor] ? view.Index.Postings[at] : -1;
            return;
        }
        var node = Volatile.Read(ref view.Delta.NodeAt(scratch.At[cursor]).NextPosting);
        scratch.At[cursor] = node;
        scratch.Heads[cursor] = node == 0 ? -1 : view.Delta.NodeAt(node).Session;
    }
}
