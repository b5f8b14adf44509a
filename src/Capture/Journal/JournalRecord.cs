namespace Kairos.Capture.Journal;

/// <summary>One record as it stands in the journal.</summary>
/// <param name="partition">Its partition.</param>
/// <param name="position">Its place in the partition.</param>
/// <param name="key">Its index key.</param>
/// <param name="payload">Its bytes.</param>
public readonly ref struct JournalRecord(int partition, long position, ulong key, ReadOnlySpan<byte> payload)
{
    /// <summary>Its partition.</summary>
    public int Partition { get; } = partition;

    /// <summary>Its place in the partition: rises with every record, and is not re-used.</summary>
    public long Position { get; } = position;

    /// <summary>Its index key.</summary>
    public ulong Key { get; } = key;

    /// <summary>Its bytes, valid as long as the run it came in.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
