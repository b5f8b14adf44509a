namespace Kairos.Capture.Imports;

/// <summary>What is to be imported, and how.</summary>
/// <param name="File">Path of the file; <c>-</c> for standard input.</param>
public sealed record ImportRequest(string File)
{
    /// <summary>What the rows of a table are; null for lines of JSON, which say so themselves.</summary>
    public ImportKind? Kind { get; init; }

    /// <summary>Column to field, where a column is not to be what its name says. Empty: the column is left out.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>What stands between the cells of a table.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Where it is noted how far the import is; null to note nothing.</summary>
    public string? ProgressFile { get; init; }

    /// <summary>Receives a line of JSON for each row that is refused; null for none.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>The server, as the progress file names it.</summary>
    public string Server { get; init; } = "";

    /// <summary>Whether rows are only checked.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether to begin with the first row, whatever the progress file says.</summary>
    public bool Again { get; init; }

    /// <summary>Whether to go on where the progress file says, though it is of another server.</summary>
    public bool Continue { get; init; }

    /// <summary>How long a server that does not take anything is asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}
