using System.Buffers;

namespace Kairos.Unify.Shards;

/// <summary>Where a checkpoint's stored people lie: one after the other in pages from a pool, so that a checkpoint of thousands leaves nothing to collect.</summary>
internal sealed class StatePages
{
    private const int PageBytes = 256 * 1024;
    private readonly List<byte[]> _pages = [];
    private int _used;

    /// <summary>Keeps a copy.</summary>
    /// <returns>The copy, valid until <see cref="Release"/>.</returns>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> state)
    {
        if (_pages.Count == 0 || _pages[^1].Length - _used < state.Length)
        {
            _pages.Add(ArrayPool<byte>.Shared.Rent(Math.Max(PageBytes, state.Length)));
            _used = 0;
        }

        var kept = _pages[^1].AsMemory(_used, state.Length);
        state.CopyTo(kept.Span);
        _used += state.Length;
        return kept;
    }

    /// <summary>Gives all pages back.</summary>
    public void Release()
    {
        foreach (var page in _pages)
            ArrayPool<byte>.Shared.Return(page);
        _pages.Clear();
    }
}
