namespace Kairos.Capture.Journal.Segments;

/// <summary>Follows one partition or all: block after block, from memory while they are there, else from disk.</summary>
internal sealed class SegmentCursor : IJournalCursor
{
    private readonly JournalState _state;
    private readonly FollowerSignal _signal = new();
    private readonly Func<bool> _ready;
    private readonly long[] _next;
    private readonly int _only;
    private BlockReader? _disk;
    private RecentBlock? _recent;
    private bool _fromDisk;
    private int _part;
    private long _sequence;

    /// <summary>Opens a cursor.</summary>
    /// <param name="state">The journal.</param>
    /// <param name="only">The partition, or -1 for all.</param>
    /// <param name="from">The first position wanted: of that partition, or of each.</param>
    public SegmentCursor(JournalState state, int only, ReadOnlySpan<long> from)
    {
        (_state, _only, _next, _ready) = (state, only, from.ToArray(), IsReady);
        _sequence = state.Settled;
        for (var i = 0; i < _next.Length; i++)
        {
            var partition = only < 0 ? i : only;
            _next[i] = Math.Max(_next[i], state.Start(partition));
            if (_next[i] < state.End(partition))
                _sequence = Math.Min(_sequence, state.Segments.SequenceOf(partition, _next[i]));
        }
        state.Followers.Add(only, _signal);
    }

    /// <inheritdoc/>
    public long Next(int partition) => _next[_only < 0 ? partition : partition == _only ? 0 : throw new ArgumentOutOfRangeException(nameof(partition))];

    /// <inheritdoc/>
    public bool TryRead(out JournalRun run)
    {
        while (true)
        {
            var parts = _recent is not null ? _recent.Parts : _fromDisk ? _disk!.Block.Parts : default;
            while (_part < parts.Length)
            {
                ref readonly var part = ref parts[_part++];
                if ((_only < 0 || part.Partition == _only) && Take(part, out run))
                    return true;
            }
            if (!Advance())
            {
                run = default;
                return false;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">Cancelled, or the journal was closed.</exception>
    public ValueTask Wait(CancellationToken cancel) =>
        _state.Followers.IsShut ? ValueTask.FromException(new OperationCanceledException("The journal is closed.")) : _signal.Wait(_ready, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Followers.Remove(_only, _signal);
        Leave();
        _disk?.Dispose();
        _disk = null;
    }

    private bool Take(in BlockPart part, out JournalRun run)
    {
        ref var next = ref _next[_only < 0 ? part.Partition : 0];
        run = default;
        if (part.End <= next)
            return false;
        var records = _recent is not null ? _recent.Raw.Slice(part.RawStart, part.RawLength) : _disk!.Records(part);
        var first = Math.Max(part.First, next);
        run = new JournalRun(part.Partition, part.First, part.Count, records);
        if (first > part.First)
            run = Tail(run, first);
        next = part.End;
        return true;
    }

    private static JournalRun Tail(JournalRun run, long first)
    {
        var skipped = 0;
        for (var position = run.FirstPosition; position < first; position++)
            skipped += JournalBatch.RecordHeaderBytes + (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(run.Bytes.Span[skipped..]);
        return new JournalRun(run.Partition, first, (int)(run.NextPosition - first), run.Bytes[skipped..]);
    }

    private bool Advance()
    {
        Leave();
        _disk?.LeaveReplaced(); // Also at the end of the journal: what was erased must not live on in an open file.
        if (_only >= 0)
        {
            var settled = _state.Settled; // Before the end, which then counts at least those blocks.
            if (_state.End(_only) <= _next[0])
                _sequence = Math.Max(_sequence, settled);
        }
        while (!IsAtEnd())
        {
            _recent = _state.Recent.Take(_sequence);
            if (_recent is not null)
            {
                _sequence++;
                _disk?.Leave(); // A follower that keeps up must not keep a deleted segment on disk.
                return true;
            }
            _disk ??= new BlockReader(_state.Segments, _state.Salt);
            if (_disk.Read(_sequence))
            {
                _sequence = _disk.Block.Sequence + _disk.Block.Spans;
                return _fromDisk = true;
            }
            _sequence = Math.Max(_sequence, _state.Segments.All[0].FirstSequence); // Retention has passed it.
        }
        return false;
    }

    /// <summary>Whether all that is committed was read. What retention or a repair took away is passed then, too.</summary>
    private bool IsAtEnd()
    {
        Span<long> ends = stackalloc long[_next.Length];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = _state.End(_only < 0 ? i : _only); // Before what is readable, which then counts at least those records.
        if (_sequence < _state.Readable)
            return false;
        for (var i = 0; i < ends.Length; i++)
            _next[i] = Math.Max(_next[i], ends[i]);
        return true;
    }

    private void Leave()
    {
        _recent?.Release();
        _recent = null;
        _fromDisk = false;
        _part = 0;
    }

    private bool IsReady() => _state.Followers.IsShut || _recent is not null || _fromDisk || (_only < 0 ? _sequence < _state.Readable : _next[0] < _state.End(_only));
}
