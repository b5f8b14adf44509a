namespace Kairos.Learn.Models;

/// <summary>Brings the largest of many keys to the front.</summary>
/// <remarks>Allocates nothing. Source: Hoare, "Algorithm 65: Find", CACM 4(7), 1961, with the median of three as pivot.</remarks>
internal static class TopOf
{
    /// <summary>Re-orders keys so that the first <paramref name="count"/> are the largest, in no particular order. Keys differ.</summary>
    public static void Select(Span<ulong> keys, int count)
    {
        int low = 0, high = keys.Length - 1;
        while (low < high && count < keys.Length)
        {
            var pivot = MedianOf(keys[low], keys[(low + high) >>> 1], keys[high]);
            int left = low, right = high;
            while (left <= right)
            {
                while (keys[left] > pivot)
                    left++;
                while (keys[right] < pivot)
                    right--;
                if (left <= right)
                {
                    (keys[left], keys[right]) = (keys[right], keys[left]);
                    left++;
                    right--;
                }
            }
            if (count - 1 <= right)
                high = right;
            else if (count - 1 >= left)
                low = left;
            else
                return;
        }
    }

    /// <summary>The key of a score at an index: larger scores first, earlier indices first among equals.</summary>
    /// <param name="score">Not negative, not NaN.</param>
    /// <param name="index">From 0.</param>
    public static ulong Key(float score, int index) => ((ulong)BitConverter.SingleToUInt32Bits(score) << 32) | ~(uint)index;

    /// <summary>The index within a key.</summary>
    public static int IndexOf(ulong key) => (int)~(uint)key;

    /// <summary>The score within a key.</summary>
    public static float ScoreOf(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));

    private static ulong MedianOf(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
