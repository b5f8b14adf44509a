using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>One column of the archive, and what waits to be written of it.</summary>
internal abstract class ArchiveColumn
{
    /// <summary>Its name and type.</summary>
    public abstract DataField Field { get; }

    /// <summary>Takes the value of one event.</summary>
    public abstract void Add(in ArchiveRow row);

    /// <summary>Writes all values.</summary>
    public abstract Task Write(ParquetRowGroupWriter to);
}

/// <summary>Gives one value of an event.</summary>
internal delegate T Cell<out T>(in ArchiveRow row);

/// <summary>Text; null where the event has none.</summary>
internal sealed class TextColumn(string name, Cell<string?> cell) : ArchiveColumn
{
    private readonly List<string?> _values = [];

    public override DataField Field { get; } = new DataField(name, typeof(string), isNullable: true);

    public override void Add(in ArchiveRow row) => _values.Add(cell(row));

    public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync(Field, _values!);
}

/// <summary>A number that every event has.</summary>
internal sealed class NumberColumn<T>(DataField shape, Cell<T> cell) : ArchiveColumn where T : struct
{
    private readonly List<T> _values = [];

    public override DataField Field => shape;

    public override void Add(in ArchiveRow row) => _values.Add(cell(row));

    public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync<T>(Field, _values.ToArray());
}

/// <summary>A number that an event may have.</summary>
internal sealed class OptionalColumn<T>(DataField shape, Cell<T?> cell) : ArchiveColumn where T : struct
{
    private readonly List<T?> _values = [];

    public override DataField Field => shape;

    public override void Add(in ArchiveRow row) => _values.Add(cell(row));

    public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync(Field, new ReadOnlyMemory<T?>([.. _values]));
}
