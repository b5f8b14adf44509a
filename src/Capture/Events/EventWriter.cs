using System.Buffers.Binary;
using System.Text;
using Kairos.Capture.Journal;

namespace Kairos.Capture.Events;

/// <summary>Writes one event record into a journal batch: the header, then any fields, then <see cref="End"/>.</summary>
/// <remarks>A record is <see cref="EventHeader.Bytes"/> bytes of header, then fields: tag (u8), length (LEB128), bytes. Allocates nothing.</remarks>
public readonly ref struct EventWriter
{
    private readonly JournalBatch _batch;
    private readonly PersonKey _person;

    /// <summary>Begins a record.</summary>
    /// <param name="batch">Where it goes; nothing may be open in it.</param>
    /// <param name="header">What is known of the event.</param>
    public EventWriter(JournalBatch batch, in EventHeader header)
    {
        _batch = batch;
        _person = header.Person;
        header.Write(batch.GetSpan(EventHeader.Bytes));
        batch.Advance(EventHeader.Bytes);
    }

    /// <summary>Writes a field of bytes or UTF-8 text; empty ones are left out.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">Its bytes.</param>
    public void Write(EventField field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        var to = Begin(field, value.Length, out var head);
        value.CopyTo(to[head..]);
        _batch.Advance(head + value.Length);
    }

    /// <summary>Writes a field of two parts with a zero byte between them.</summary>
    /// <param name="field">Which: <see cref="EventField.Filter"/> or <see cref="EventField.ExternalId"/>.</param>
    /// <param name="first">UTF-8 text before.</param>
    /// <param name="second">UTF-8 text after.</param>
    public void WritePair(EventField field, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var to = Begin(field, first.Length + 1 + second.Length, out var head);
        first.CopyTo(to[head..]);
        to[head + first.Length] = 0;
        second.CopyTo(to[(head + first.Length + 1)..]);
        _batch.Advance(head + first.Length + 1 + second.Length);
    }

    /// <summary>Writes a field of text; empty ones are left out.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">Its text.</param>
    public void Write(EventField field, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return;
        var length = Encoding.UTF8.GetByteCount(value);
        var to = Begin(field, length, out var head);
        Encoding.UTF8.GetBytes(value, to[head..]);
        _batch.Advance(head + length);
    }

    /// <summary>Writes a field of one double.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">Its value.</param>
    public void Write(EventField field, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Write(field, bytes);
    }

    /// <summary>Writes a field of one whole number.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">Its value.</param>
    public void Write(EventField field, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(field, bytes);
    }

    /// <summary>Writes a statement of consent.</summary>
    /// <param name="purpose">The purpose's name, UTF-8.</param>
    /// <param name="granted">Whether it was granted.</param>
    public void WriteConsent(ReadOnlySpan<byte> purpose, bool granted)
    {
        var to = Begin(EventField.Consent, purpose.Length + 1, out var head);
        to[head] = granted ? (byte)1 : (byte)0;
        purpose.CopyTo(to[(head + 1)..]);
        _batch.Advance(head + 1 + purpose.Length);
    }

    /// <summary>Writes an item the event is about.</summary>
    /// <param name="item">The item.</param>
    public void Write(in ItemMention item)
    {
        var to = Begin(EventField.Item, item.Size, out var head);
        item.Write(to[head..]);
        _batch.Advance(head + item.Size);
    }

    /// <summary>Ends the record and routes it by its person.</summary>
    /// <param name="partitions">How many partitions the journal has.</param>
    public void End(int partitions) => _batch.Seal(_person.Partition(partitions), _person.Low);

    private Span<byte> Begin(EventField field, int length, out int head)
    {
        var to = _batch.GetSpan(length + 6);
        to[0] = (byte)field;
        head = 1 + Varint.Write(to[1..], (uint)length);
        return to;
    }
}
