using System.Buffers.Binary;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Events;

/// <summary>Tells an identifier, by a record of its own, which key experiments know it by. The first one told stays.</summary>
public static class BucketingRecord
{
    /// <summary>Writes the record.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="partitions">How many partitions the journal has.</param>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="told">Key of the identifier that is told.</param>
    /// <param name="key">What it is told.</param>
    /// <param name="atMs">When the decision was made that used the key, ms since 1970 UTC.</param>
    public static void Write(JournalBatch batch, int partitions, uint workspace, PersonKey told, BucketingKey key, long atMs)
    {
        var writer = new EventWriter(batch, new EventHeader { Kind = EventKind.BucketingKey, Workspace = workspace, Person = told, HappenedAtMs = atMs, ReceivedAtMs = atMs });
        writer.Write(EventField.BucketingKey, (long)key.Value);
        writer.End(partitions);
    }

    /// <summary>The key that a record bears, or none.</summary>
    /// <param name="view">A decision, or what an identifier was told.</param>
    public static BucketingKey Read(EventView view)
    {
        var bytes = view.Find(EventField.BucketingKey);
        return bytes.Length == sizeof(ulong) ? new BucketingKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes)) : default;
    }
}
