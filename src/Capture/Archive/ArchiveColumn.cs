using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>One column of the archive: which value of an event it holds, and how it is written.</summary>
internal abstract class ArchiveColumn
{
    /// <summary>Its name and type.</summary>
    public abstract DataField Field { get; }

    /// <summary>Writes the values of all rows.</summary>
    public abstract Task Write(ArchiveRows rows, ParquetRowGroupWriter to);
}

/// <summary>Gives one value of an event.</summary>
internal delegate T Cell<out T>(in ArchiveRow row);

/// <summary>Text; null where the event has none.</summary>
internal sealed class TextColumn(string name, Cell<string?> cell) : ArchiveColumn
{
    public override DataField Field { get; } = new DataField(name, typeof(string), isNullable: true);

    public override Task Write(ArchiveRows rows, ParquetRowGroupWriter to) => to.WriteAsync(Field, rows.Values(cell)!);
}

/// <summary>A number that every event has.</summary>
internal sealed class NumberColumn<T>(DataField shape, Cell<T> cell) : ArchiveColumn where T : struct
{
    public override DataField Field => shape;

    public override Task Write(ArchiveRows rows, ParquetRowGroupWriter to) => to.WriteAsync<T>(Field, rows.Values(cell).ToArray());
}

/// <summary>A number that an event may have.</summary>
internal sealed class OptionalColumn<T>(DataField shape, Cell<T?> cell) : ArchiveColumn where T : struct
{
    public override DataField Field => shape;

    public override Task Write(ArchiveRows rows, ParquetRowGroupWriter to) => to.WriteAsync(Field, new ReadOnlyMemory<T?>([.. rows.Values(cell)]));
}
