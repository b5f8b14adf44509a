using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Identities;

/// <summary>What one identifier knows of its link to another: everything that was ever said, folded so that order and repeats make no difference.</summary>
/// <param name="Other">Key of the other identifier.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Role">Whether one was named as leading to the other.</param>
/// <param name="FirstAtMs">When they were first said to be one person's, ms since 1970 UTC; <see cref="long.MaxValue"/> when never.</param>
/// <param name="SaidAtMs">When that was last said by a call or by somebody, not just implied; 0 when never.</param>
/// <param name="MergedAtMs">When somebody last merged the two; 0 when never.</param>
/// <param name="CutAtMs">When somebody last took them apart; 0 when never.</param>
/// <param name="CutForUser">Whether, at that time, what bears both stayed with the user.</param>
/// <param name="Likelihood">What record linkage found.</param>
[GenerateSerializer, Immutable, Alias("kairos.identity-link")]
public readonly record struct IdentityLink(
    [property: Id(0)] PersonKey Other, [property: Id(1)] KeyDomain Kind, [property: Id(2)] LinkRole Role, [property: Id(3)] long FirstAtMs,
    [property: Id(4)] long SaidAtMs, [property: Id(5)] long MergedAtMs, [property: Id(6)] long CutAtMs, [property: Id(7)] bool CutForUser,
    [property: Id(8)] LinkLikelihood Likelihood = default)
{
    /// <summary>Whether the two are one person's: nobody took them apart, or it was said again since. Events that merely bear both do not outdo a cut.</summary>
    public bool IsActive => FirstAtMs != long.MaxValue && (CutAtMs == 0 || SaidAtMs > CutAtMs);

    /// <summary>Whether anybody, or an event, ever said whether the two are one person's. If not, all there is was found by record linkage.</summary>
    public bool IsSaid => FirstAtMs != long.MaxValue || CutAtMs != 0;

    /// <summary>Whether the two are one person's only probably: nothing says that they are, and nobody ever said that they are not.</summary>
    public bool IsProbable => !IsActive && CutAtMs == 0 && Likelihood is { Confidence: > 0, DeniedAtMs: 0 };

    /// <summary>Whether somebody took the two apart, or said that they are not one person's, and nothing says otherwise since.</summary>
    public bool IsRefused => !IsActive && (CutAtMs != 0 || Likelihood.DeniedAtMs != 0);

    /// <summary>Since when they count as one person's, ms since 1970 UTC.</summary>
    public long SinceMs => CutAtMs == 0 ? FirstAtMs : Math.Max(FirstAtMs, CutAtMs + 1);

    /// <summary>Whether what bears both belongs to the other, a user: always, unless it was taken along when they were taken apart.</summary>
    public bool SharesWithUser => IsActive || CutAtMs == 0 || CutForUser;

    /// <summary>What one statement says.</summary>
    /// <param name="link">The statement.</param>
    /// <param name="atMs">When it was said.</param>
    public static IdentityLink Of(in LinkMention link, long atMs)
    {
        if (link.Statement is LinkStatement.Probable or LinkStatement.Denied)
            return new IdentityLink(link.Other, link.OtherKind, LinkRole.None, long.MaxValue, 0, 0, 0, false, link.Statement == LinkStatement.Denied
                ? new LinkLikelihood(0, 0, 0, atMs) : new LinkLikelihood(link.Confidence > 0 ? atMs : 0, atMs, link.Confidence, 0));
        var cut = link.Statement is LinkStatement.CutForDevice or LinkStatement.CutForUser;
        return new IdentityLink(link.Other, link.OtherKind, link.Role, cut ? long.MaxValue : atMs,
            link.Statement is LinkStatement.Said or LinkStatement.Merged ? atMs : 0, link.Statement == LinkStatement.Merged ? atMs : 0,
            cut ? atMs : 0, link.Statement == LinkStatement.CutForUser);
    }

    /// <summary>All that two say of the same link. Idempotent, commutative, associative.</summary>
    /// <param name="other">The other.</param>
    public IdentityLink Join(in IdentityLink other) => this with
    {
        Role = Role | other.Role,
        FirstAtMs = Math.Min(FirstAtMs, other.FirstAtMs),
        SaidAtMs = Math.Max(SaidAtMs, other.SaidAtMs),
        MergedAtMs = Math.Max(MergedAtMs, other.MergedAtMs),
        CutAtMs = Math.Max(CutAtMs, other.CutAtMs),
        Likelihood = Likelihood.Join(other.Likelihood),
        CutForUser = CutAtMs == other.CutAtMs ? CutForUser || other.CutForUser : CutAtMs > other.CutAtMs ? CutForUser : other.CutForUser,
    };

    /// <summary>Order among the links of one identifier: those first said, first; of two at once the lesser key.</summary>
    internal static int ByAge(IdentityLink a, IdentityLink b) =>
        a.FirstAtMs != b.FirstAtMs ? a.FirstAtMs.CompareTo(b.FirstAtMs) : a.Other.CompareTo(b.Other);
}
