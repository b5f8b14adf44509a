using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Kairos.Capture.Journal.Segments;

namespace Kairos.Capture.Journal;

/// <summary>Records on their way into the journal, in one buffer: all of them become durable together, or none.</summary>
/// <remarks>
/// Rented, filled (write a record's bytes, then <see cref="Seal"/> it), handed to <see cref="IJournal.Append"/> once, and returned by the
/// caller when that answers. Each record is kept as its length (u32), index key (u64) and payload, the same layout as in a
/// <see cref="JournalRun"/>. One thread at a time.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "A batch is written to as a buffer, it is not a collection.")]
public sealed class JournalBatch : IBufferWriter<byte>
{
    /// <summary>Bytes before each payload: length (u32) and key (u64).</summary>
    public const int RecordHeaderBytes = 12;

    private static readonly ConcurrentBag<JournalBatch> Pool = [];
    private const int KeptBytesMax = 1 << 20;

    private byte[] _bytes = new byte[4096];
    private Entry[] _entries = new Entry[8];
    private int _sealedEnd;
    private int _cursor = RecordHeaderBytes;

    private JournalBatch() => Pending = new PendingAppend(this);

    /// <summary>The embedded journal's place for this batch in its queue.</summary>
    internal PendingAppend Pending { get; }

    /// <summary>Where one sealed record lies in <see cref="Bytes"/>.</summary>
    /// <param name="Partition">Its partition.</param>
    /// <param name="Start">Offset of its header.</param>
    /// <param name="Length">Header and payload, in bytes.</param>
    public readonly record struct Entry(int Partition, int Start, int Length);

    /// <summary>How many records are sealed.</summary>
    public int Count { get; private set; }

    /// <summary>All sealed records, headers included.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _sealedEnd);

    /// <summary>Where each sealed record lies, in the order sealed.</summary>
    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, Count);

    /// <summary>Bytes written to the record that is not sealed yet.</summary>
    public int OpenBytes => _cursor - _sealedEnd - RecordHeaderBytes;

    /// <summary>Takes an empty batch.</summary>
    public static JournalBatch Rent() => Pool.TryTake(out var batch) ? batch : new JournalBatch();

    /// <summary>Gives a batch back. It must not be used afterwards.</summary>
    public void Return()
    {
        if (_bytes.Length > KeptBytesMax)
            return;
        Clear();
        Pool.Add(this);
    }

    /// <summary>Forgets all records.</summary>
    public void Clear()
    {
        Count = 0;
        _sealedEnd = 0;
        _cursor = RecordHeaderBytes;
    }

    /// <summary>Ends the record written so far.</summary>
    /// <param name="partition">The partition it goes to.</param>
    /// <param name="key">Its index key: what <see cref="IJournal.ReadKey"/> finds it by.</param>
    public void Seal(int partition, ulong key)
    {
        var header = _bytes.AsSpan(_sealedEnd, RecordHeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)OpenBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[4..], key);
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        _entries[Count++] = new Entry(partition, _sealedEnd, _cursor - _sealedEnd);
        _sealedEnd = _cursor;
        Reserve(RecordHeaderBytes);
        _cursor += RecordHeaderBytes;
    }

    /// <summary>Drops what was written since the last <see cref="Seal"/>.</summary>
    public void DropOpen() => _cursor = _sealedEnd + RecordHeaderBytes;

    /// <summary>The bytes of the open record, to patch in place.</summary>
    public Span<byte> Open => _bytes.AsSpan(_sealedEnd + RecordHeaderBytes, OpenBytes);

    /// <inheritdoc/>
    public void Advance(int count) => _cursor += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_cursor);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_cursor);
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _cursor < bytes + RecordHeaderBytes)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _cursor + bytes + RecordHeaderBytes));
    }
}
