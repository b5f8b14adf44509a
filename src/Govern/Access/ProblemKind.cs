namespace Kairos.Govern.Access;

/// <summary>A refusal that callers may rely on by its code. Register each with the services, so that its page exists.</summary>
/// <param name="Code">Stable, lower case with dashes: the <c>type</c> is <c>/problems/CODE</c>.</param>
/// <param name="Status">The HTTP status it is sent with.</param>
/// <param name="Title">A short line, the same each time.</param>
/// <param name="Explanation">What it means and what to do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Explanation);
