using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>The keys of a sealed segment: sorted pairs of folded key and block in a side file, searched without loading it. Never the truth.</summary>
/// <param name="segment">The segment's file.</param>
/// <param name="salt">The journal's.</param>
/// <param name="rebuild">Makes the file anew from the segment.</param>
internal sealed class KeyFile(string segment, uint salt, Action rebuild) : IKeyLookup
{
    private const ulong Magic = 0x3159_454B_424B_0001;
    private const int HeaderBytes = 24;
    private const int PageRows = 512;
    private readonly Lock _gate = new();
    private bool _checked;
    private ulong[]? _detached;

    /// <summary>Writes it. Header: magic u64, checksum u64 of what follows, count u64; then the pairs.</summary>
    public static void Write(string segment, ulong[] pairs, uint salt)
    {
        var longs = new ulong[3 + pairs.Length];
        longs[0] = Magic;
        longs[2] = (ulong)pairs.Length;
        pairs.CopyTo(longs, 3);
        var bytes = MemoryMarshal.AsBytes(longs.AsSpan());
        longs[1] = Checksum.Of(bytes[16..], salt);
        DurableFile.Replace(SegmentPath.Keys(segment), bytes);
    }

    /// <summary>Whether the file is there and whole.</summary>
    public static bool IsWhole(string segment, uint salt)
    {
        var path = SegmentPath.Keys(segment);
        if (!File.Exists(path))
            return false;
        var bytes = File.ReadAllBytes(path);
        var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
        return bytes.Length % sizeof(ulong) == 0 && longs.Length >= 3 && longs[0] == Magic
            && longs[1] == Checksum.Of(bytes.AsSpan(16), salt) && (ulong)longs.Length == longs[2] + 3;
    }

    /// <inheritdoc/>
    public void Find(uint fold, List<uint> blocks)
    {
        using var file = Open();
        if (file is null)
        {
            FindDetached(fold, blocks);
            return;
        }
        var page = new ulong[PageRows];
        var target = (ulong)fold << 32;
        long low = 0, high = (RandomAccess.GetLength(file) - HeaderBytes) / sizeof(ulong);
        while (high - low > PageRows)
        {
            var middle = (low + high) / 2;
            Read(file, middle, page.AsSpan(0, 1));
            if (page[0] < target)
                low = middle;
            else
                high = middle;
        }
        for (; ; low += PageRows)
        {
            var rows = page.AsSpan(0, Read(file, low, page));
            foreach (var pair in rows)
                if (pair >> 32 == fold)
                    blocks.Add((uint)pair);
            if (rows.Length < PageRows || rows[^1] >> 32 > fold)
                return;
        }
    }

    /// <summary>Takes the keys into memory, before another file takes the place of this one: who still looks here finds what belongs to the old segment.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            MakeWhole();
            _detached ??= MemoryMarshal.Cast<byte, ulong>(File.ReadAllBytes(SegmentPath.Keys(segment)).AsSpan(HeaderBytes)).ToArray();
        }
    }

    private void FindDetached(uint fold, List<uint> blocks)
    {
        var at = _detached.AsSpan().BinarySearch((ulong)fold << 32);
        for (at = at < 0 ? ~at : at; at < _detached!.Length && _detached[at] >> 32 == fold; at++)
            blocks.Add((uint)_detached[at]);
    }

    private SafeFileHandle? Open()
    {
        lock (_gate)
        {
            if (_detached is not null)
                return null;
            MakeWhole();
            return File.OpenHandle(SegmentPath.Keys(segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    private void MakeWhole()
    {
        if (!_checked && !IsWhole(segment, salt))
            rebuild();
        _checked = true;
    }

    private static int Read(SafeFileHandle file, long row, Span<ulong> rows) =>
        RandomAccess.Read(file, MemoryMarshal.AsBytes(rows), HeaderBytes + row * sizeof(ulong)) / sizeof(ulong);
}
