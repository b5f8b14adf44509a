using Kairos.Capture.Journal;

namespace Kairos.Capture.Events;

/// <summary>Writes what one end of a link is told as a record of its own.</summary>
public static class LinkRecord
{
    private static ReadOnlySpan<byte> Linked => "identity_linked"u8;

    private static ReadOnlySpan<byte> Parted => "identity_split"u8;

    /// <summary>Writes one end's record.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="told">Key of the identifier that is told.</param>
    /// <param name="link">What it is told.</param>
    /// <param name="happenedAtMs">When it was said, ms since 1970 UTC.</param>
    /// <param name="receivedAtMs">When that came in.</param>
    /// <param name="traits">Traits of the one told, as one JSON object, UTF-8; empty when nothing is said of them.</param>
    /// <param name="period">Of a division, the <see cref="EventField.Period"/>; else empty.</param>
    public static void Write(JournalBatch batch, int partitions, uint workspace, PersonKey told, in LinkMention link, long happenedAtMs, long receivedAtMs,
        ReadOnlySpan<byte> traits = default, ReadOnlySpan<byte> period = default)
    {
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = EventKind.Link,
            Workspace = workspace,
            Person = told,
            HappenedAtMs = happenedAtMs,
            ReceivedAtMs = receivedAtMs,
        });
        Span<byte> bytes = stackalloc byte[LinkMention.Bytes];
        link.Write(bytes);
        writer.Write(EventField.Name, link.Statement is LinkStatement.CutForDevice or LinkStatement.CutForUser or LinkStatement.Divided ? Parted : Linked);
        writer.Write(EventField.Link, bytes);
        writer.Write(EventField.Traits, traits);
        writer.Write(EventField.Period, period);
        writer.End(partitions);
    }

    /// <summary>The role as the other end sees it.</summary>
    /// <param name="role">The role as one end sees it.</param>
    public static LinkRole Turned(LinkRole role) =>
        role == LinkRole.LeadsToOther ? LinkRole.OtherLeadsHere : role == LinkRole.OtherLeadsHere ? LinkRole.LeadsToOther : LinkRole.None;
}
