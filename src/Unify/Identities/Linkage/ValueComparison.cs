namespace Kairos.Unify.Identities.Linkage;

/// <summary>Sorts pairs of different values of one column into levels of likeness. Level 0 is kept for equal values and is not asked for.</summary>
/// <param name="levels">A name for each level, the likest first; the first is of equal values, the last of values that have nothing in common.</param>
internal abstract class ValueComparison(params string[] levels)
{
    /// <summary>Most levels that a comparison may have.</summary>
    public const int LevelsMax = 13;

    /// <summary>The names of the levels.</summary>
    public IReadOnlyList<string> Levels { get; } = levels;

    /// <summary>The level of the last, where values have nothing in common.</summary>
    protected int Different => Levels.Count - 1;

    /// <summary>The level of two different values. The order does not matter. Allocates nothing.</summary>
    /// <param name="a">Number of a value.</param>
    /// <param name="b">Number of another value.</param>
    public abstract int Compare(int a, int b);

    /// <summary>The comparison that suits a column.</summary>
    /// <param name="column">Not a constant one.</param>
    public static ValueComparison For(RecordColumn column) => column.Kind switch
    {
        ColumnKind.Date => new DateComparison(column.Values),
        ColumnKind.Code => new CodeComparison(column.Values),
        ColumnKind.Email => new EmailComparison(column.Values),
        ColumnKind.Number => new NumberComparison(column.Values),
        ColumnKind.Text => new WordComparison(column),
        _ => new NameComparison(column.Values),
    };
}
