namespace Kairos.Capture.Imports;

/// <summary>How an import stands.</summary>
/// <param name="Before">Rows that an earlier run had imported.</param>
/// <param name="Rows">Rows of this run whose fate is known.</param>
/// <param name="Accepted">Rows of these that the server took; of a row it had taken already, a repeat, nothing changes.</param>
/// <param name="Rejected">Rows of these that were refused.</param>
/// <param name="Withheld">Rows of these that nobody consented to keep.</param>
/// <param name="Seconds">How long this run takes so far.</param>
/// <param name="Share">How much of the file was read, 0–1; null when nobody knows how long it is.</param>
public readonly record struct ImportTally(long Before, long Rows, long Accepted, long Rejected, long Withheld, double Seconds, double? Share)
{
    /// <summary>Rows a second, of this run.</summary>
    public double RowsPerSecond => Seconds > 0 ? Rows / Seconds : 0;
}

/// <summary>How an import ended.</summary>
/// <param name="End">How.</param>
/// <param name="Tally">What was done.</param>
/// <param name="Line">Where it ended, unless complete: the line from 1.</param>
/// <param name="Fault">Why, unless complete or stopped.</param>
public sealed record ImportResult(ImportEnd End, ImportTally Tally, long Line, RowFault? Fault);

/// <summary>How an import ended.</summary>
public enum ImportEnd
{
    /// <summary>All rows were read, and the server has acknowledged what was sent.</summary>
    Complete,

    /// <summary>It was told to stop.</summary>
    Stopped,

    /// <summary>The file, the options or the note of an earlier run are wrong.</summary>
    WrongFile,

    /// <summary>The server refuses, or took nothing for as long as it was tried.</summary>
    NotTaken,
}
