namespace Kairos.Unify.Identities.Linkage;

/// <summary>Log-odds of pairs by a model, with rare values weighing more than common ones.</summary>
internal sealed class PairScores
{
    private const double PriorStrength = 0.25;
    private readonly RecordComparer _comparer;
    private readonly double[][] _weights; // By field and level.
    private readonly double[][] _equal; // By field and value: the weight of agreeing on that value.

    /// <param name="comparer">Compares.</param>
    /// <param name="model">The model of its fields.</param>
    /// <param name="table">The records.</param>
    public PairScores(RecordComparer comparer, MatchModel model, RecordTable table)
    {
        (_comparer, Model) = (comparer, model);
        var mates = 2 * model.Prior * table.PairCount / table.Rows; // Records of the same entity that an average record has.
        _weights = [.. model.M.Select((levels, f) => levels.Select((_, level) => model.Weight(f, level)).ToArray())];
        _equal = [.. comparer.Fields.Select((field, f) => Array.ConvertAll(field.Counts, count => EqualWeight(model, f, count, mates, table.Rows)))];
    }

    /// <summary>The model.</summary>
    public MatchModel Model { get; }

    /// <summary>Log-odds that two records are of one entity. Allocates nothing.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public double LogOdds(int a, int b)
    {
        var pattern = _comparer.Compare(a, b);
        var weight = Model.PriorWeight;
        for (var f = 0; f < _weights.Length; f++)
        {
            if (RecordComparer.LevelOf(pattern, f) is >= 0 and var level)
                weight += Weight(f, level, a, b);
        }
        return weight;
    }

    /// <summary>What each field says of a pair, those left out where a value is missing.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another.</param>
    public FieldWeight[] Explain(int a, int b)
    {
        var pattern = _comparer.Compare(a, b);
        return
        [
            .. from f in Enumerable.Range(0, _weights.Length)
               let level = RecordComparer.LevelOf(pattern, f)
               where level >= 0
               select new FieldWeight(_comparer.Fields[f].Name, _comparer.Fields[f].Levels[level], Weight(f, level, a, b) / Math.Log(2)),
        ];
    }

    private double Weight(int f, int level, int a, int b) =>
        level == 0 && _comparer.Fields[f].Cells[a] is var value && value == _comparer.Fields[f].Cells[b] ? _equal[f][value] : _weights[f][level];

    // Chance agreement on a value: how many others have it beyond those of the same entity, drawn towards what all values give together.
    private static double EqualWeight(MatchModel model, int field, int count, double mates, int rows)
    {
        var others = Math.Max(0, count - 1 - mates);
        var chance = (others + PriorStrength * model.U[field][0] * rows) / ((1 + PriorStrength) * rows);
        return Math.Log(model.M[field][0] / Math.Min(1, chance));
    }
}
