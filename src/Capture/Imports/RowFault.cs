namespace Kairos.Capture.Imports;

/// <summary>Why a row is not imported, or why a file cannot be.</summary>
/// <param name="Code">Stable, such as <c>not-json</c>: of the intake's own, or of <see cref="RowFaults"/>.</param>
/// <param name="Detail">What is wrong where, and the mend, for a person.</param>
/// <param name="Column">The column, from 1: of a table its number, of JSON the byte; 0 when the whole line is meant.</param>
public sealed record RowFault(string Code, string Detail, int Column = 0);
