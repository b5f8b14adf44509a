namespace Kairos.Capture.Imports;

/// <summary>Is told how an import goes.</summary>
public interface IImportWatcher
{
    /// <summary>Another batch is done.</summary>
    /// <param name="tally">How it stands.</param>
    void Goes(ImportTally tally);

    /// <summary>The server takes nothing just now.</summary>
    /// <param name="why">Why, and for how long it is waited.</param>
    void Waits(string why);

    /// <summary>A row was refused.</summary>
    /// <param name="line">The line it begins on, from 1.</param>
    /// <param name="fault">Why.</param>
    void Refused(long line, RowFault fault);
}
