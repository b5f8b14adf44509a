using Kairos.Capture.Events;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Archive;

/// <summary>One event on its way into the archive.</summary>
/// <param name="partition">Its partition.</param>
/// <param name="position">Its position.</param>
/// <param name="record">Its record's bytes.</param>
internal readonly ref struct ArchiveRow(int partition, long position, ReadOnlySpan<byte> record)
{
    /// <summary>Its partition.</summary>
    public int Partition { get; } = partition;

    /// <summary>Its position.</summary>
    public long Position { get; } = position;

    /// <summary>The event.</summary>
    public EventView Event { get; } = new(record);

    /// <summary>Whether a record is an event; the journal may hold other things. Marks and remains of erasures, and keys of experiments, which decisions bear, are not archived.</summary>
    public static bool IsEvent(in JournalRecord record) => record.Payload.Length >= EventHeader.Bytes && record.Payload[0] == EventHeader.Version
        && record.Payload[1] is not ((byte)EventKind.Erased or (byte)EventKind.BucketingKey);
}
