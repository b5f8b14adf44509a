using System.Buffers.Binary;

namespace Kairos.Capture.Journal;

/// <summary>Consecutive committed records of one partition, in order. Valid until the cursor that gave it reads again or is disposed.</summary>
/// <param name="Partition">Their partition.</param>
/// <param name="FirstPosition">Position of the first; the next ones follow without gaps.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">The records: length (u32), key (u64), payload, one after the other.</param>
public readonly record struct JournalRun(int Partition, long FirstPosition, int Count, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The position after the last record.</summary>
    public long NextPosition => FirstPosition + Count;

    /// <summary>Walks the records.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the records of a run without allocating.</summary>
    public ref struct Enumerator
    {
        private readonly int _partition;
        private readonly long _end;
        private ReadOnlySpan<byte> _rest;
        private ReadOnlySpan<byte> _payload;
        private ulong _key;
        private long _position;

        internal Enumerator(JournalRun run)
        {
            _partition = run.Partition;
            _position = run.FirstPosition - 1;
            _end = run.NextPosition;
            _rest = run.Bytes.Span;
        }

        /// <summary>The record at hand.</summary>
        public readonly JournalRecord Current => new(_partition, _position, _key, _payload);

        /// <summary>Steps to the next record.</summary>
        public bool MoveNext()
        {
            if (++_position >= _end)
                return false;
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(_rest);
            _key = BinaryPrimitives.ReadUInt64LittleEndian(_rest[4..]);
            _payload = _rest.Slice(JournalBatch.RecordHeaderBytes, length);
            _rest = _rest[(JournalBatch.RecordHeaderBytes + length)..];
            return true;
        }
    }
}
