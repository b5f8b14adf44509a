namespace Kairos.Bench.Workloads;

/// <summary>Draws ranks 0…n−1 by Zipf's law with exponent <c>s</c>, from a seed, by inverting the cumulated weights.</summary>
public sealed class Zipf
{
    private readonly double[] _cumulated;

    public Zipf(int n, double s)
    {
        _cumulated = new double[n];
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            _cumulated[i] = sum += Math.Pow(i + 1, -s);
    }

    public int Next(Random random)
    {
        var at = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at, _cumulated.Length - 1);
    }
}
