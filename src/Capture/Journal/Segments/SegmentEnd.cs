namespace Kairos.Capture.Journal.Segments;

/// <summary>Where a segment ends.</summary>
/// <param name="Offset">Byte after its last block.</param>
/// <param name="Sequence">Number of the block after its last.</param>
/// <param name="CommittedTicks">Commit time of its last block; 0 when it has none.</param>
/// <param name="Positions">Per partition, the position after its last record.</param>
internal sealed record SegmentEnd(long Offset, long Sequence, long CommittedTicks, long[] Positions);
