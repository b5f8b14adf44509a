using Kairos.Capture.Journal.Segments;

namespace Kairos.Capture.Tests.Journal;

/// <summary>The real disk, until it is told to fail: a full disk, a failing sync, or power that goes in the middle of a write.</summary>
internal sealed class FaultyDisk : ISegmentDisk
{
    private readonly SegmentDisk _disk = new();
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

    /// <summary>Power goes during a write to come.</summary>
    /// <param name="afterWrites">Writes that still succeed.</param>
    /// <param name="written">How much of the fatal one reaches the disk, from 0 to 1.</param>
    /// <param name="garbageSeed">Draws what stands in place of the rest; 0 leaves it as it was.</param>
    public void PowerFails(long afterWrites, double written, int garbageSeed) => (_writesLeft, _written, _garbageSeed) = (afterWrites, written, garbageSeed);

    public ISegmentFile Create(string path, long bytes)
    {
        Check();
        return new SegmentFile(this, _disk.Create(path, bytes));
    }

    public ISegmentFile Open(string path) => new SegmentFile(this, _disk.Open(path));

    private void Check()
    {
        if (_dead || Full)
            throw new IOException(_dead ? "The disk is gone." : "No space left on device.");
    }

    private sealed class SegmentFile(FaultyDisk disk, ISegmentFile file) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            disk.Check();
            if (disk._writesLeft-- > 0)
            {
                file.Write(bytes, offset);
                return;
            }
            disk._dead = true;
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
        }

        public void Truncate(long length)
        {
            disk.Check();
            file.Truncate(length);
        }

        public void Dispose() => file.Dispose();
    }
}
