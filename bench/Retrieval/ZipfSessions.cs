namespace Kairos.Bench.Retrieval;

/// <summary>Made-up sessions: items by a Zipf law, lengths by a geometric one with a mean of five clicks. The same seed gives the same sessions.</summary>
public sealed class ZipfSessions
{
    private const double Exponent = 1.0;
    private readonly Random _chance;
    private readonly double[] _cumulative;

    public ZipfSessions(int items, int seed)
    {
        _chance = new Random(seed);
        _cumulative = new double[items];
        var sum = 0.0;
        for (var i = 0; i < items; i++)
            _cumulative[i] = sum += 1 / Math.Pow(i + 1, Exponent);
    }

    public int[] Next()
    {
        var length = 1;
        while (length < 50 && _chance.NextDouble() < 0.8)
            length++;
        var items = new int[length];
        for (var i = 0; i < length; i++)
        {
            var at = Array.BinarySearch(_cumulative, _chance.NextDouble() * _cumulative[^1]);
            items[i] = Math.Min(_cumulative.Length - 1, at < 0 ? ~at : at);
        }
        return items;
    }
}
