namespace Kairos.Unify.Shards;

/// <summary>Message keys of one generation, as a checkpoint keeps them.</summary>
/// <param name="Generation">Number of the generation.</param>
/// <param name="LastAtMs">When the last of them was received, ms since 1970 UTC.</param>
/// <param name="Keys">Sixteen bytes a key: high half, low half.</param>
public sealed record RepeatBlock(long Generation, long LastAtMs, byte[] Keys);
