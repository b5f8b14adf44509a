using System.Buffers;

namespace Kairos.Capture.Imports;

/// <summary>The rows of a file, each made a call of the Segment tracking API, one after the other.</summary>
internal interface IImportRows
{
    /// <summary>The line that the latest row begins on, from 1.</summary>
    long Line { get; }

    /// <summary>Lines passed, all rows read so far in them.</summary>
    long Lines { get; }

    /// <summary>Why the latest row, or the file from it on, cannot be read.</summary>
    RowFault? Fault { get; }

    /// <summary>Reads the next row.</summary>
    /// <param name="to">Receives its call, as JSON.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<RowRead> Read(ArrayBufferWriter<byte> to, CancellationToken cancel);

    /// <summary>Goes on behind rows that were imported before.</summary>
    /// <param name="lines">How many lines they had.</param>
    void GoOn(long lines);
}

/// <summary>What reading a row came to.</summary>
internal enum RowRead
{
    /// <summary>A call was written.</summary>
    Call,

    /// <summary>The row is refused; the next one may be good.</summary>
    Refused,

    /// <summary>There are no more.</summary>
    End,

    /// <summary>Nothing from here on can be read.</summary>
    Broken,
}
