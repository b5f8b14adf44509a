namespace Kairos.Capture.Journal;

/// <summary>What kind of thing is wrong with a journal's files.</summary>
public enum JournalFindingKind
{
    /// <summary>The last write was never finished. Harmless: it was not acknowledged, and the next start cuts it.</summary>
    TornTail,

    /// <summary>Blocks whose bytes are not what was written. Their records are lost.</summary>
    DamagedBlocks,

    /// <summary>Blocks that should lie between two segments are not there. Their records are lost.</summary>
    MissingBlocks,

    /// <summary>The header of a segment is not what was written; it can be made again.</summary>
    DamagedHeader,

    /// <summary>An index beside a sealed segment is missing or damaged; it can be made again.</summary>
    MissingIndex,
}

/// <summary>Positions of one partition that cannot be read any more.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first of them.</param>
/// <param name="Until">The first position after them that can be read.</param>
public readonly record struct LostPositions(int Partition, long From, long Until);

/// <summary>One thing that is wrong, with its exact place.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="File">Full path.</param>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Bytes">How many bytes it covers.</param>
/// <param name="FirstSequence">Number of the first block concerned.</param>
/// <param name="Blocks">How many blocks are lost.</param>
/// <param name="Lost">Which positions are lost, by partition.</param>
/// <param name="Detail">What is wrong, in words.</param>
public sealed record JournalFinding(
    JournalFindingKind Kind, string File, long Offset, long Bytes, long FirstSequence, long Blocks, IReadOnlyList<LostPositions> Lost, string Detail);

/// <summary>What an inspection or a repair saw.</summary>
/// <param name="Segments">How many segments.</param>
/// <param name="Blocks">How many whole blocks.</param>
/// <param name="Records">How many readable records.</param>
/// <param name="Findings">What is wrong, or was before the repair; empty when all is well.</param>
public sealed record JournalReport(int Segments, long Blocks, long Records, IReadOnlyList<JournalFinding> Findings);
