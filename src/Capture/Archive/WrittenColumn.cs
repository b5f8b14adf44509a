using Parquet;
using Parquet.Schema;

namespace Kairos.Capture.Archive;

/// <summary>Some values of a column that was read from a file, on their way into another.</summary>
/// <param name="count">How many.</param>
internal abstract class WrittenColumn(int count)
{
    /// <summary>How many values.</summary>
    public int Count => count;

    /// <summary>One of them, or null.</summary>
    public abstract object? Value(int row);

    /// <summary>Writes them.</summary>
    public abstract Task Write(ParquetRowGroupWriter to);

    /// <summary>Reads the values of some rows.</summary>
    /// <exception cref="InvalidDataException">The column is of a type that the archive never had.</exception>
    public static Task<WrittenColumn> Read(ParquetRowGroupReader rows, DataField field, int[] kept, CancellationToken cancel) => field.ClrType switch
    {
        var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => Texts(rows, field, kept, cancel),
        var type when type == typeof(int) => Values<int>(rows, field, kept, cancel),
        var type when type == typeof(long) => Values<long>(rows, field, kept, cancel),
        var type when type == typeof(double) => Values<double>(rows, field, kept, cancel),
        var type when type == typeof(bool) => Values<bool>(rows, field, kept, cancel),
        var type when type == typeof(DateTime) => Values<DateTime>(rows, field, kept, cancel),
        var type => throw new InvalidDataException($"Column {field.Name} of an archive file is of type {type.Name}, which this program does not write."),
    };

    private static async Task<WrittenColumn> Texts(ParquetRowGroupReader rows, DataField field, int[] kept, CancellationToken cancel)
    {
        var all = new string?[rows.RowCount];
        await rows.ReadAsync(field, all!, cancellationToken: cancel);
        return new Text(field, Array.ConvertAll(kept, row => all[row]));
    }

    private static async Task<WrittenColumn> Values<T>(ParquetRowGroupReader rows, DataField field, int[] kept, CancellationToken cancel)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[rows.RowCount];
            await rows.ReadAsync<T>(field, some.AsMemory(), cancellationToken: cancel);
            return new Optional<T>(field, Array.ConvertAll(kept, row => some[row]));
        }

        var all = new T[rows.RowCount];
        await rows.ReadAsync<T>(field, all.AsMemory(), cancellationToken: cancel);
        return new Each<T>(field, Array.ConvertAll(kept, row => all[row]));
    }

    private sealed class Text(DataField field, string?[] values) : WrittenColumn(values.Length)
    {
        public override object? Value(int row) => values[row];

        public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync(field, values!);
    }

    private sealed class Each<T>(DataField field, T[] values) : WrittenColumn(values.Length)
        where T : struct
    {
        public override object? Value(int row) => values[row];

        public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync<T>(field, values);
    }

    private sealed class Optional<T>(DataField field, T?[] values) : WrittenColumn(values.Length)
        where T : struct
    {
        public override object? Value(int row) => values[row];

        public override Task Write(ParquetRowGroupWriter to) => to.WriteAsync(field, new ReadOnlyMemory<T?>(values));
    }
}
