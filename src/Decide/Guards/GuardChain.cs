using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Guards;

/// <summary>All guards, asked in order; the first that refuses gives the verdict.</summary>
/// <param name="guards">In the order they are asked: at most 250.</param>
public sealed class GuardChain(IEnumerable<IGuard> guards)
{
    private readonly IGuard[] _guards = [.. guards];

    /// <summary>The guards that come with the program, in order.</summary>
    public static IReadOnlyList<IGuard> Own { get; } =
        [new UnknownItem(), new Unavailable(), new Bought(), new InCart(), new JustSeen(), new Duplicate(), new NotInterested()];

    /// <summary>Asks the guards.</summary>
    /// <param name="facts">What is known of the candidate.</param>
    /// <param name="placement">Where it would be shown.</param>
    /// <returns>Which guard refuses, from 0; or -1 when none does.</returns>
    public int Refusing(CandidateFacts facts, Placement placement)
    {
        for (var i = 0; i < _guards.Length; i++)
        {
            if (_guards[i].Refuses(facts, placement))
                return i;
        }

        return -1;
    }

    /// <summary>The code of a guard.</summary>
    /// <param name="guard">Which, from 0.</param>
    public string Code(int guard) => _guards[guard].Code;
}
