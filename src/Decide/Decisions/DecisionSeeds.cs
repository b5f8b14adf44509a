namespace Kairos.Decide.Decisions;

/// <summary>Draws one seed per decision, each once. Any thread; no lock.</summary>
/// <param name="start">Where the sequence begins: drawn by the operating system when the program starts, chosen by tests.</param>
/// <remarks>SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
public sealed class DecisionSeeds(ulong start)
{
    private ulong _state = start;

    /// <summary>The next seed.</summary>
    public ulong Next()
    {
        var mixed = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
