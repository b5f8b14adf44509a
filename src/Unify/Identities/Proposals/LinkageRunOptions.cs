using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>When record linkage runs, on what, and what becomes of what it finds.</summary>
public sealed class LinkageRunOptions
{
    /// <summary>Whether it runs by itself, every so often. It can be asked for at any time.</summary>
    public bool Enabled { get; init; }

    /// <summary>Hours from one run's begin to the next one's.</summary>
    [Range(1, 8_760)]
    public int IntervalHours { get; init; } = 24;

    /// <summary>Most people that one run compares; a run says how many it left out. 100,000 take about 350 MB while it runs.</summary>
    [Range(2, 1_000_000)]
    public int RecordsMax { get; init; } = 50_000;

    /// <summary>Most traits that are compared: those that most people have.</summary>
    [Range(1, 31)]
    public int TraitsMax { get; init; } = 24;

    /// <summary>Traits that are not compared.</summary>
    public string[] ExceptTraits { get; init; } = [];

    /// <summary>Most proposals of one run: the likeliest ones.</summary>
    [Range(1, 1_000_000)]
    public int ProposalsMax { get; init; } = 20_000;

    /// <summary>Least probability of a proposal.</summary>
    [Range(0.02, 0.9999)]
    public double ProposeFrom { get; init; } = 0.5;

    /// <summary>Least probability at which a proposal is a probable link at once; not set, nothing is. Only purposes with <c>ProbableLinks</c> use those.</summary>
    [Range(0.5, 0.9999)]
    public double? LinkFrom { get; init; }

    /// <summary>Days for which a proposal is kept that no run finds again.</summary>
    [Range(1, 3_650)]
    public int ProposalDays { get; init; } = 90;
}
