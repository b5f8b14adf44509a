namespace Kairos.Learn.Evaluation;

/// <summary>Percentile bootstrap over whole cases. Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.</summary>
/// <param name="seed">The same seed gives the same resamples.</param>
public sealed class Bootstrap(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Measures many resamples, each drawn with replacement.</summary>
    /// <typeparam name="T">What is measured.</typeparam>
    /// <param name="cases">How many cases there are.</param>
    /// <param name="resamples">How many resamples to draw.</param>
    /// <param name="measure">Is given the cases drawn, an array that is used again.</param>
    public T[] Resample<T>(int cases, int resamples, Func<int[], T> measure)
    {
        var chosen = new int[cases];
        var results = new T[resamples];
        for (var i = 0; i < resamples; i++)
        {
            for (var j = 0; j < cases; j++)
                chosen[j] = (int)Math.BigMul(Next(), (ulong)cases, out _);
            results[i] = measure(chosen);
        }
        return results;
    }

    /// <summary>The interval that holds the middle 95 % of some values.</summary>
    /// <param name="values">At least one.</param>
    public static (double Low, double High) Interval(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(int)(0.025 * (sorted.Length - 1))], sorted[(int)Math.Ceiling(0.975 * (sorted.Length - 1))]);
    }

    // SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
