using System.Buffers.Binary;
using System.Text;

namespace Kairos.Capture.Events;

/// <summary>An event record read in place: nothing is copied or allocated until asked for.</summary>
/// <param name="record">The record's bytes, as <see cref="EventWriter"/> wrote them.</param>
/// <exception cref="InvalidDataException">Not an event record.</exception>
public readonly ref struct EventView(ReadOnlySpan<byte> record)
{
    private readonly ReadOnlySpan<byte> _fields = record[EventHeader.Bytes..];

    /// <summary>The fixed part.</summary>
    public EventHeader Header { get; } = EventHeader.Read(record);

    /// <summary>Walks all fields in the order written. Unknown ones, of a later version, may be among them.</summary>
    public FieldEnumerator GetEnumerator() => new(_fields);

    /// <summary>The first field of a kind; empty when there is none.</summary>
    /// <param name="field">Which.</param>
    public ReadOnlySpan<byte> Find(EventField field)
    {
        foreach (var (found, value) in this)
        {
            if (found == field)
                return value;
        }

        return default;
    }

    /// <summary>The first field of a kind as text, or null when there is none.</summary>
    /// <param name="field">Which.</param>
    public string? Text(EventField field)
    {
        var value = Find(field);
        return value.IsEmpty ? null : Encoding.UTF8.GetString(value);
    }

    /// <summary>The first field of a kind as a double, or null.</summary>
    /// <param name="field">Which.</param>
    public double? Number(EventField field)
    {
        var value = Find(field);
        return value.Length == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(value) : null;
    }

    /// <summary>Walks the fields of a record.</summary>
    /// <param name="fields">The bytes after the header.</param>
    public ref struct FieldEnumerator(ReadOnlySpan<byte> fields)
    {
        private ReadOnlySpan<byte> _rest = fields;

        /// <summary>The field at hand.</summary>
        public FieldValue Current { get; private set; }

        /// <summary>Steps to the next field.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            var field = (EventField)_rest[0];
            _rest = _rest[1..];
            var length = (int)Varint.Read(ref _rest);
            Current = new FieldValue(field, _rest[..length]);
            _rest = _rest[length..];
            return true;
        }
    }

    /// <summary>One field of a record.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">Its bytes.</param>
    public readonly ref struct FieldValue(EventField field, ReadOnlySpan<byte> value)
    {
        /// <summary>Which.</summary>
        public EventField Field { get; } = field;

        /// <summary>Its bytes.</summary>
        public ReadOnlySpan<byte> Value { get; } = value;

        /// <summary>Its value as text.</summary>
        public string Text => Encoding.UTF8.GetString(Value);

        /// <summary>Its value as an item; only for <see cref="EventField.Item"/>.</summary>
        public ItemMention Item => ItemMention.Read(Value);

        /// <summary>The keys of its value as an item, its texts left unread; only for <see cref="EventField.Item"/>.</summary>
        public (ItemKey Item, SymbolKey Category) ItemKeys => ItemMention.ReadKeys(Value);

        /// <summary>Its value as a whole number; zero when it is not one.</summary>
        public long Integer => Value.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(Value) : 0;

        /// <summary>Its value as a double; NaN when it is not one.</summary>
        public double Number => Value.Length == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(Value) : double.NaN;

        /// <summary>Its two parts, split at the first zero byte.</summary>
        /// <param name="first">Before the zero byte.</param>
        /// <param name="second">After it.</param>
        public void Pair(out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second)
        {
            var at = Value.IndexOf((byte)0);
            first = at < 0 ? Value : Value[..at];
            second = at < 0 ? default : Value[(at + 1)..];
        }

        /// <summary>Field and bytes.</summary>
        /// <param name="field">Which.</param>
        /// <param name="value">Its bytes.</param>
        public void Deconstruct(out EventField field, out ReadOnlySpan<byte> value)
        {
            field = Field;
            value = Value;
        }
    }
}
