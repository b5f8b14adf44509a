namespace Kairos.Learn.Evaluation;

/// <summary>Right and wrong pairs, entity by entity, so that entities can be drawn again.</summary>
/// <param name="truth">Which records are of one entity.</param>
public sealed class IdentityTally(IdentityTruth truth)
{
    private readonly double[] _right = new double[truth.EntityCount];
    private readonly double[] _wrong = new double[truth.EntityCount];
    private readonly double[] _missed = new double[truth.EntityCount];

    /// <summary>Counts pairs. A wrong one counts half for each of its two entities.</summary>
    /// <param name="links">The pairs that were found, each once, the lower number first.</param>
    public void Count(IReadOnlyCollection<(int A, int B)> links)
    {
        var found = links.ToHashSet();
        foreach (var (a, b) in found.Where(pair => !truth.Contains(pair.A, pair.B)))
        {
            _wrong[truth.Entities[a]] += 0.5;
            _wrong[truth.Entities[b]] += 0.5;
        }
        foreach (var pair in truth.Pairs())
            (found.Contains(pair) ? _right : _missed)[truth.Entities[pair.A]]++;
    }

    /// <summary>Precision, recall and F1 over all entities.</summary>
    public IdentityScore Score() => IdentityScore.Of(_right.Sum(), _wrong.Sum(), _missed.Sum());

    /// <summary>The same over some of the entities.</summary>
    /// <param name="chosen">Numbers of entities; one may come several times.</param>
    public IdentityScore Score(int[] chosen)
    {
        double right = 0, wrong = 0, missed = 0;
        foreach (var entity in chosen)
        {
            right += _right[entity];
            wrong += _wrong[entity];
            missed += _missed[entity];
        }
        return IdentityScore.Of(right, wrong, missed);
    }
}
