using Kairos.Capture.Journal.Segments;

namespace Kairos.Capture.Tests.Journal;

/// <summary>The real disk, until it is told to fail: a full disk, a failing sync, or power that goes in the middle of a write.</summary>
internal sealed class FaultyDisk : ISegmentDisk
{
    private readonly SegmentDisk _disk = new();
    private readonly List<SegmentFile> _files = [];
    private long _writesLeft = long.MaxValue;
    private double _written;
    private int _garbageSeed;
    private bool _dead;

    /// <summary>Every write fails, as on a full disk.</summary>
    public volatile bool Full;

    /// <summary>Every sync fails, after the bytes were handed over.</summary>
    public volatile bool SyncFails;

    /// <summary>Syncs wait for this to be set.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    /// <summary>Is set once a sync has begun.</summary>
    public ManualResetEventSlim Syncing { get; } = new(false);

    /// <summary>Power goes during a write to come. What was written before it and not synced is lost too.</summary>
    /// <param name="afterWrites">Writes that still succeed.</param>
    /// <param name="written">How much of the fatal one reaches the disk, from 0 to 1.</param>
    /// <param name="garbageSeed">Draws what stands in place of the rest; 0 leaves it as it was.</param>
    public void PowerFails(long afterWrites, double written, int garbageSeed) => (_writesLeft, _written, _garbageSeed) = (afterWrites, written, garbageSeed);

    public ISegmentFile Create(string path, long bytes)
    {
        Check();
        return Keep(new SegmentFile(this, _disk.Create(path, bytes)));
    }

    public ISegmentFile Open(string path) => Keep(new SegmentFile(this, _disk.Open(path)));

    private SegmentFile Keep(SegmentFile file)
    {
        lock (_files)
            _files.Add(file);
        return file;
    }

    private void Check()
    {
        if (_dead || Full)
            throw new IOException(_dead ? "The disk is gone." : "No space left on device.");
    }

    private sealed class SegmentFile(FaultyDisk disk, ISegmentFile file) : ISegmentFile
    {
        private readonly List<(long Offset, int Length)> _unsynced = [];

        /// <summary>What was not synced is as it was before: zeros, for a file that is only appended to.</summary>
        public void LoseUnsynced()
        {
            foreach (var (offset, length) in _unsynced)
                file.Write(new byte[length], offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            disk.Check();
            if (disk._writesLeft-- > 0)
            {
                file.Write(bytes, offset);
                _unsynced.Add((offset, bytes.Length));
                return;
            }
            disk._dead = true;
            lock (disk._files)
                disk._files.ForEach(each => each.LoseUnsynced());
            var torn = bytes.ToArray();
            var kept = (int)(torn.Length * disk._written);
            if (disk._garbageSeed != 0)
                new Random(disk._garbageSeed).NextBytes(torn.AsSpan(kept));
            file.Write(disk._garbageSeed != 0 ? torn : torn.AsSpan(0, kept), offset);
            disk.Check();
        }

        public void Sync()
        {
            disk.Check();
            disk.Syncing.Set();
            disk.Gate.Wait();
            if (disk.SyncFails)
                throw new IOException("Input/output error.");
            file.Sync();
            _unsynced.Clear();
        }

        public void Truncate(long length)
        {
            disk.Check();
            file.Truncate(length);
        }

        public void Dispose()
        {
            lock (disk._files)
                disk._files.Remove(this);
            file.Dispose();
        }
    }
}
