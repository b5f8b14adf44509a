namespace Kairos.Capture.Intake;

/// <summary>Which links were lately written, so that an event that says nothing new of them does not write them again. A hint: writing one twice changes nothing.</summary>
/// <remarks>
/// What counts of a link is when it was first said, and when it was last said outright. So for each hour the earliest and the latest time written are kept, and an event
/// is passed over only when it lies between: in whatever order events come, the same is known in the end. 65,536 cells without locks; what collides is written again.
/// </remarks>
public sealed class LinkMemory
{
    private Cells _cells = new();

    /// <summary>Forgets all: links are written again from now on.</summary>
    public void Forget() => Volatile.Write(ref _cells, new Cells());

    internal Cells Now => Volatile.Read(ref _cells);

    /// <summary>What is remembered until the next <see cref="Forget"/>.</summary>
    internal sealed class Cells
    {
        private const int Count = 1 << 16;
        private const ulong Time = (1 << 22) - 1; // An hour has fewer milliseconds.
        private readonly ulong[] _first = new ulong[Count];
        private readonly ulong[] _last = new ulong[Count];

        /// <summary>Whether what was written of a link says as much already.</summary>
        /// <param name="mark">The link, the statement and the hour.</param>
        /// <param name="atMs">When within the hour.</param>
        /// <param name="lastCounts">Whether the latest time says something too, or only the earliest.</param>
        public bool Tells(ulong mark, uint atMs, bool lastCounts)
        {
            var (first, last) = (Volatile.Read(ref _first[mark % Count]), Volatile.Read(ref _last[mark % Count]));
            return IsOf(first, mark) && (first & Time) <= atMs && (!lastCounts || (IsOf(last, mark) && (last & Time) >= atMs));
        }

        /// <summary>Remembers what was written. Into the table that was asked: what was forgotten since then stays forgotten.</summary>
        public void Note(LinkMarks marks)
        {
            for (var i = 0; i < marks.Count; i++)
            {
                var (mark, firstMs, lastMs) = marks[i];
                var (first, last) = (Volatile.Read(ref _first[mark % Count]), Volatile.Read(ref _last[mark % Count]));
                if (!IsOf(first, mark) || (first & Time) > firstMs)
                    Volatile.Write(ref _first[mark % Count], Cell(mark, firstMs));
                if (!IsOf(last, mark) || (last & Time) < lastMs)
                    Volatile.Write(ref _last[mark % Count], Cell(mark, lastMs));
            }
        }

        private static bool IsOf(ulong cell, ulong mark) => ((cell ^ mark) & ~Time) == 0;

        private static ulong Cell(ulong mark, uint atMs) => (mark & ~Time) | atMs;
    }
}
