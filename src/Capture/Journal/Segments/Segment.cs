using Microsoft.Win32.SafeHandles;

namespace Kairos.Capture.Journal.Segments;

/// <summary>One segment as its readers see it. The writer moves its end; retention deletes it without breaking who reads it.</summary>
internal sealed class Segment
{
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private int _holders;
    private volatile bool _deleted;
    private long _endOffset;
    private long _endSequence;
    private SegmentEnd? _sealed;
    private Segment? _successor;
    private IKeyLookup _keys;

    /// <summary>Describes a segment.</summary>
    public Segment(string path, long firstSequence, long[] firstPositions, SparseIndex index, IKeyLookup keys)
    {
        (Path, FirstSequence, FirstPositions, Index, _keys) = (path, firstSequence, firstPositions, index, keys);
        _endOffset = SegmentHeader.Bytes(firstPositions.Length);
        _endSequence = firstSequence;
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>Number of its first block.</summary>
    public long FirstSequence { get; }

    /// <summary>Per partition, the position of its first record.</summary>
    public long[] FirstPositions { get; }

    /// <summary>Finds places in it.</summary>
    public SparseIndex Index { get; }

    /// <summary>Finds keys in it.</summary>
    public IKeyLookup Keys => Volatile.Read(ref _keys);

    /// <summary>Byte after its last committed block.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>Number of the block after its last committed one.</summary>
    public long EndSequence => Volatile.Read(ref _endSequence);

    /// <summary>Its end, once nothing more will be written to it.</summary>
    public SegmentEnd? Sealed => Volatile.Read(ref _sealed);

    /// <summary>Whether retention has deleted it.</summary>
    public bool IsDeleted => _deleted;

    /// <summary>Moves the end behind a block that was committed.</summary>
    public void Extend(long offset, long sequence)
    {
        Volatile.Write(ref _endOffset, offset);
        Volatile.Write(ref _endSequence, sequence);
    }

    /// <summary>Says that nothing more will be written.</summary>
    public void Seal(SegmentEnd end)
    {
        Extend(end.Offset, end.Sequence);
        Volatile.Write(ref _sealed, end);
    }

    /// <summary>Looks keys up elsewhere from now on.</summary>
    public void UseKeys(IKeyLookup keys) => Volatile.Write(ref _keys, keys);

    /// <summary>The segment that took its place after an erasure, or null.</summary>
    public Segment? Successor => Volatile.Read(ref _successor);

    /// <summary>Puts another file in its place. Who holds it reads the old one on; nobody else can.</summary>
    /// <param name="successor">Stands for the other file.</param>
    /// <param name="swap">Puts the file there and the successor into the list.</param>
    public void GiveWayTo(Segment successor, Action swap)
    {
        if (Keys is KeyFile keys)
            keys.Detach();
        lock (_gate)
        {
            swap();
            Volatile.Write(ref _successor, successor);
        }
    }

    /// <summary>Opens the file for one more reader, who releases it.</summary>
    /// <returns>Null when retention has deleted it, or another has taken its place.</returns>
    public SafeFileHandle? Hold()
    {
        lock (_gate)
        {
            if (_deleted || (_successor is not null && _file is null))
                return null; // While somebody holds the old file, whoever reads for them may hold it too.
            _file ??= File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _holders++;
            return _file;
        }
    }

    /// <summary>Lets go; the last reader closes the file.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_holders > 0)
                return;
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>Deletes its files. Who holds it reads on; nobody else can.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _deleted = true;
            File.Delete(SegmentPath.Index(Path));
            File.Delete(SegmentPath.Keys(Path));
            File.Delete(Path);
        }
    }
}
