namespace Kairos.Learn.Evaluation;

/// <summary>Why a file could not be read.</summary>
/// <param name="File">Its path as given.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column of the table, from 1; 0 when the whole line is meant.</param>
/// <param name="Reason">What is wrong, for a person.</param>
public sealed record FileRefusal(string File, int Line, int Column, string Reason)
{
    /// <summary>As a compiler would say it.</summary>
    public override string ToString() => Column > 0 ? $"{File}: line {Line}, column {Column}: {Reason}" : $"{File}: line {Line}: {Reason}";
}
