namespace Kairos.Bench.Rows;

/// <summary>One line of the table: what was measured, and the limit it is held against.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Budget">The budget as text, as the design writes it.</param>
/// <param name="Met">Whether it holds; null where no budget is named.</param>
/// <param name="Against">What it is held against and what that measured in the same run, or empty.</param>
public sealed record BenchRow(string What, double Measured, string Unit, string Budget, bool? Met, string Against);
