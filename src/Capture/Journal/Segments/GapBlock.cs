using System.Buffers.Binary;

namespace Kairos.Capture.Journal.Segments;

/// <summary>A block without records that stands where damaged ones stood, so that the numbers go on.</summary>
internal static class GapBlock
{
    /// <summary>Builds one.</summary>
    /// <param name="length">Its bytes, a multiple of eight.</param>
    /// <param name="sequence">Number of the first block that it stands for.</param>
    /// <param name="spans">How many it stands for.</param>
    /// <param name="ticks">Commit time of the block before.</param>
    /// <param name="salt">The journal's.</param>
    public static byte[] Build(int length, long sequence, uint spans, long ticks, uint salt)
    {
        var block = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(block, BlockLayout.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BlockLayout.LengthAt), (uint)length);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(BlockLayout.SequenceAt), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BlockLayout.SpansAt), spans);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(BlockLayout.CommittedAt), ticks);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BlockLayout.CrcAt), Checksum.Of(block.AsSpan(BlockLayout.SealedFrom), salt));
        return block;
    }
}
