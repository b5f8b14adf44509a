namespace Kairos.Unify.Identities.Linkage;

/// <summary>Joins records into entities: the likeliest pairs first, and two groups only when their records match on average, so that no chain of doubtful pairs grows.</summary>
/// <remarks>Average linkage over log-odds, each bounded so that one sure pair cannot outvote many that speak against it.</remarks>
internal sealed class RecordClusters
{
    private const double Bound = 12;

    private readonly int[] _of;
    private readonly Dictionary<int, List<int>> _members = [];
    private readonly PairScores _scores;

    /// <param name="rows">How many records there are.</param>
    /// <param name="scores">Scores pairs that were not proposed.</param>
    /// <param name="proposals">Pairs that may match.</param>
    /// <param name="threshold">Least posterior probability to join by, 0–1.</param>
    /// <param name="sizeMax">Most records of one entity.</param>
    public RecordClusters(int rows, PairScores scores, IReadOnlyList<LinkProposal> proposals, double threshold, int sizeMax)
    {
        _scores = scores;
        _of = [.. Enumerable.Range(0, rows)];
        var bound = Math.Log(threshold / (1 - threshold));
        foreach (var proposal in proposals.Where(pair => pair.Probability >= threshold)
            .OrderByDescending(static pair => pair.Probability).ThenBy(static pair => pair.RecordA).ThenBy(static pair => pair.RecordB))
        {
            int one = _of[proposal.RecordA], other = _of[proposal.RecordB];
            if (one == other)
                continue;
            List<int> left = Members(one), right = Members(other);
            if (left.Count + right.Count <= sizeMax && Mean(left, right) >= bound)
                Join(one, left, other, right);
        }
    }

    /// <summary>Every pair of records within one entity, the lower number first.</summary>
    public IEnumerable<(int A, int B)> Pairs()
    {
        foreach (var members in _members.Values)
        {
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = i + 1; j < members.Count; j++)
                    yield return (Math.Min(members[i], members[j]), Math.Max(members[i], members[j]));
            }
        }
    }

    private List<int> Members(int cluster) => _members.TryGetValue(cluster, out var members) ? members : [cluster];

    private double Mean(List<int> left, List<int> right)
    {
        var sum = 0.0;
        foreach (var a in left)
        {
            foreach (var b in right)
                sum += Math.Clamp(_scores.LogOdds(a, b), -Bound, Bound);
        }
        return sum / (left.Count * right.Count);
    }

    private void Join(int one, List<int> left, int other, List<int> right)
    {
        if (left.Count < right.Count)
            (one, left, other, right) = (other, right, one, left);
        left.AddRange(right);
        foreach (var record in right)
            _of[record] = one;
        _members[one] = left;
        _members.Remove(other);
    }
}
