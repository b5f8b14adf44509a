using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Archive;

/// <summary>One event on its way into the archive.</summary>
/// <param name="record">Its record in the journal.</param>
internal readonly ref struct ArchiveRow(in JournalRecord record)
{
    /// <summary>Its partition.</summary>
    public int Partition { get; } = record.Partition;

    /// <summary>Its position.</summary>
    public long Position { get; } = record.Position;

    /// <summary>The event.</summary>
    public EventView Event { get; } = new(record.Payload);

    /// <summary>Whether a record is an event; the journal may hold other things, and marks and remains of erasures are not archived.</summary>
    public static bool IsEvent(in JournalRecord record) => record.Payload.Length >= EventHeader.Bytes && record.Payload[0] == EventHeader.Version && record.Payload[1] != (byte)EventKind.Erased;
}
