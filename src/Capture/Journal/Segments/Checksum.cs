using System.Numerics;
using System.Runtime.InteropServices;

namespace Kairos.Capture.Journal.Segments;

/// <summary>CRC-32C (Castagnoli), as the processor computes it, eight bytes a step. Source: RFC 3720, appendix B.4.</summary>
public static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">What to seal.</param>
    /// <param name="salt">Start value: a journal's own, so that bytes of another journal never pass; or the checksum of what came before, to go on from there.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint salt)
    {
        var crc = ~salt;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, single);
        return ~crc;
    }
}
