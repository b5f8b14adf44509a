namespace Kairos.Decide.Ranking;

/// <summary>What one placement shows, and what became of each candidate. Used again for the next decision.</summary>
public sealed class PlacementAnswer
{
    /// <summary>Verdict on a candidate nobody came to look at: the list was full.</summary>
    public const byte NotLookedAt = 0;

    /// <summary>Verdict on a candidate that is shown.</summary>
    public const byte Chosen = 1;

    /// <summary>Verdict of the first guard; the next has one more.</summary>
    public const byte FirstGuard = 2;

    private int[] _picks = new int[16];
    private float[] _scores = new float[16];
    private byte[] _verdicts = new byte[256];

    /// <summary>Places of the chosen candidates in the input, best first.</summary>
    public ReadOnlySpan<int> Picks => _picks.AsSpan(0, Count);

    /// <summary>The score each is shown with.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, Count);

    /// <summary>One verdict per candidate, in the order of the input.</summary>
    public ReadOnlySpan<byte> Verdicts => _verdicts.AsSpan(0, CandidateCount);

    /// <summary>How many are shown.</summary>
    public int Count { get; private set; }

    /// <summary>How many candidates there were.</summary>
    public int CandidateCount { get; private set; }

    /// <summary>The rung that the answer came from.</summary>
    public Rung Rung { get; internal set; }

    /// <summary>What is missing.</summary>
    public Degradation Degraded { get; internal set; }

    internal void Begin(int candidates)
    {
        (Count, CandidateCount) = (0, candidates);
        if (_verdicts.Length < candidates)
            _verdicts = new byte[Math.Max(candidates, _verdicts.Length * 2)];
        _verdicts.AsSpan(0, candidates).Clear();
    }

    internal void Choose(int candidate, float score)
    {
        if (Count == _picks.Length)
        {
            Array.Resize(ref _picks, Count * 2);
            Array.Resize(ref _scores, Count * 2);
        }

        _picks[Count] = candidate;
        _scores[Count++] = score;
        _verdicts[candidate] = Chosen;
    }

    internal void Refuse(int candidate, int guard) => _verdicts[candidate] = (byte)(FirstGuard + guard);
}
