using Kairos.Capture.Events;

namespace Kairos.Unify.Shards;

/// <summary>Remembers message keys for a window of time, in generations that are forgotten whole.</summary>
/// <remarks>
/// Its clock is the latest received-at seen, so what it knows is a function of the records alone: a replay forgets at the same record.
/// A quarter of the window makes a generation; one is dropped when its last key is older than the window. When all keys together
/// exceed the bound, the oldest generation goes early.
/// </remarks>
internal sealed class RepeatFilter(TimeSpan window, long max)
{
    private readonly long _windowMs = (long)window.TotalMilliseconds;
    private readonly long _sliceMs = (long)window.TotalMilliseconds / 4;
    private readonly int _generationMax = (int)Math.Clamp(max / 8, 1, 1 << 28);
    private readonly List<RepeatGeneration> _generations = [];
    private long _count;
    private long _nextAfterEmpty = 1;

    /// <summary>The latest received-at seen, ms.</summary>
    public long ClockMs { get; private set; }

    /// <summary>Keys remembered.</summary>
    public long Count => _count;

    /// <summary>Keys forgotten before their time, for the bound.</summary>
    public long ForgottenEarly { get; private set; }

    /// <summary>Number of the oldest generation remembered.</summary>
    public long Oldest => _generations.Count == 0 ? _nextAfterEmpty : _generations[0].Number;

    /// <summary>Remembers a key.</summary>
    /// <returns>False when it is remembered already: a repeat.</returns>
    public bool Add(MessageKey key, long receivedAtMs)
    {
        if (receivedAtMs > ClockMs)
            Tick(receivedAtMs);
        for (var i = _generations.Count - 1; i >= 0; i--)
        {
            if (_generations[i].Contains(key))
                return false;
        }

        if (_generations.Count == 0 || _generations[^1] is var last && (last.Count >= _generationMax || last.LastAtMs / _sliceMs != ClockMs / _sliceMs))
            Begin();
        while (_count >= max && _generations.Count > 1)
        {
            ForgottenEarly += _generations[0].Count;
            Drop();
        }

        _generations[^1].Add(key, ClockMs);
        _count++;
        return true;
    }

    /// <summary>Puts back what a checkpoint kept. Keys come generation by generation, oldest first.</summary>
    public void Restore(long clockMs, IEnumerable<RepeatBlock> blocks)
    {
        ClockMs = clockMs;
        foreach (var block in blocks)
        {
            if (_generations.Count == 0 || _generations[^1].Number != block.Generation)
                _generations.Add(new RepeatGeneration(block.Generation));
            _count += _generations[^1].Restore(block);
        }
    }

    /// <summary>Takes the keys added since this was last called.</summary>
    public List<RepeatBlock> TakeFresh()
    {
        var blocks = new List<RepeatBlock>();
        foreach (var generation in _generations)
        {
            if (generation.TakeFresh() is { } block)
                blocks.Add(block);
        }

        return blocks;
    }

    private void Tick(long receivedAtMs)
    {
        ClockMs = receivedAtMs;
        while (_generations.Count > 0 && _generations[0].LastAtMs < ClockMs - _windowMs)
            Drop();
    }

    private void Begin() => _generations.Add(new RepeatGeneration(_generations.Count == 0 ? _nextAfterEmpty : _generations[^1].Number + 1));

    private void Drop()
    {
        _count -= _generations[0].Count;
        _nextAfterEmpty = _generations[0].Number + 1;
        _generations.RemoveAt(0);
    }
}
