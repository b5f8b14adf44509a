using System.ComponentModel.DataAnnotations;

namespace Kairos.Unify.Identities.Linkage;

/// <summary>How records are linked. The defaults are meant for any data: what depends on the data is learned from it.</summary>
public sealed class LinkageOptions
{
    /// <summary>Where there are no more pairs of records than this, all are compared.</summary>
    [Range(1, 1_000_000_000)]
    public long AllPairsMax { get; init; } = 2_000_000;

    /// <summary>Most pairs of records that are compared where blocking chooses them.</summary>
    [Range(1_000, 1_000_000_000)]
    public long PairsMax { get; init; } = 20_000_000;

    /// <summary>Most random pairs that are looked at to learn how often records agree by chance.</summary>
    [Range(1_000, 100_000_000)]
    public int RandomPairsMax { get; init; } = 1_000_000;

    /// <summary>Least posterior probability of a proposal, 0–1: what is less likely is not kept at all.</summary>
    [Range(0.0001, 0.99)]
    public double ProbabilityMin { get; init; } = 0.02;

    /// <summary>Most proposals that are kept, a record on average; the likeliest ones stay.</summary>
    [Range(1, 1_000)]
    public int ProposalsPerRecordMax { get; init; } = 50;

    /// <summary>Least posterior probability of a link, 0–1; 0 lets the posteriors choose the one that promises the best F1.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; }

    /// <summary>Most records of one entity when a file is searched for duplicates.</summary>
    [Range(2, 10_000)]
    public int ClusterMax { get; init; } = 100;

    /// <summary>Of two files: whether a record may be linked to one record of the other file at most.</summary>
    public OneToOne OneToOne { get; init; } = OneToOne.Auto;

    /// <summary>Of chance: the same seed and records give the same links.</summary>
    [Range(0, 4_294_967_295.0)]
    public ulong Seed { get; init; } = 19690612;
}
