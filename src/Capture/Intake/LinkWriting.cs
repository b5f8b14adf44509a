using System.Numerics;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>One end of a link.</summary>
internal readonly record struct LinkEnd(KeyDomain Kind, PersonKey Key);

/// <summary>Where links are written to.</summary>
/// <param name="Journal">The batch that the event is in.</param>
/// <param name="Partitions">How many partitions there are.</param>
/// <param name="Lately">What was lately written.</param>
/// <param name="Marks">Receives what is written now, to be noted once it is durable.</param>
internal readonly record struct LinkTarget(JournalBatch Journal, int Partitions, LinkMemory.Cells Lately, LinkMarks Marks);

/// <summary>Writes link records of one event.</summary>
internal readonly record struct LinkWriting(uint Workspace, long HappenedAtMs, long ReceivedAtMs, LinkTarget To)
{
    private const long HourMs = 3_600_000;

    /// <summary>Tells both ends of a link, unless they know as much.</summary>
    public void Both(in LinkEnd one, in LinkEnd other, LinkStatement statement, LinkRole role)
    {
        var withinHour = (uint)(((HappenedAtMs % HourMs) + HourMs) % HourMs);
        var mark = Mark(one.Key, other.Key, ((ulong)((HappenedAtMs - withinHour) / HourMs) << 8) | ((ulong)statement << 2) | (ulong)role);
        var lastCounts = statement != LinkStatement.Implied; // Only what is said outright can outdo a cut.
        if (To.Lately.Tells(mark, withinHour, lastCounts) || !To.Marks.Add(mark, withinHour, lastCounts))
            return;
        LinkRecord.Write(To.Journal, To.Partitions, Workspace, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, role), HappenedAtMs, ReceivedAtMs);
        LinkRecord.Write(To.Journal, To.Partitions, Workspace, other.Key,
            new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRecord.Turned(role)), HappenedAtMs, ReceivedAtMs);
    }

    /// <summary>Tells one end of a link, with traits of it.</summary>
    public void Tell(in LinkEnd told, in LinkEnd other, LinkStatement statement, LinkRole role, ReadOnlySpan<byte> traits) =>
        LinkRecord.Write(To.Journal, To.Partitions, Workspace, told.Key, new LinkMention(told.Kind, other.Key, other.Kind, statement, role), HappenedAtMs, ReceivedAtMs, traits);

    private static ulong Mark(PersonKey one, PersonKey other, ulong said)
    {
        var mark = (one.Low * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(other.Low * 0xC2B2AE3D27D4EB4F, 29) ^ (said * 0x165667B19E3779F9);
        mark = (mark ^ (mark >> 32)) * 0xD6E8FEB86659FD93;
        return (mark ^ (mark >> 29)) | (1 << 22); // Never the empty cell.
    }
}
