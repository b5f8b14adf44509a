using System.Buffers.Binary;
using System.Globalization;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Two that record linkage finds likely to be one person. It holds no identifier, only their keys, and no value, only how alike values were.</summary>
/// <param name="A">The end with the lesser key.</param>
/// <param name="B">The other end.</param>
/// <param name="Source">What was compared.</param>
/// <param name="Confidence">How likely, in ten-thousandths.</param>
/// <param name="FoundAtMs">When it was last found, ms since 1970 UTC.</param>
/// <param name="Reasons">What each field says.</param>
internal sealed record Proposal(End A, End B, ProposalSource Source, ushort Confidence, long FoundAtMs, IReadOnlyList<FieldWeight> Reasons)
{
    /// <summary>Its name: the same whenever the same two are found.</summary>
    public string Id { get; } = IdOf(A.Key, B.Key);

    /// <summary>A proposal of two, in either order.</summary>
    public static Proposal Of(End one, End other, ProposalSource source, ushort confidence, long foundAtMs, IReadOnlyList<FieldWeight> reasons) =>
        one.Key < other.Key ? new(one, other, source, confidence, foundAtMs, reasons) : new(other, one, source, confidence, foundAtMs, reasons);

    private static string IdOf(PersonKey a, PersonKey b)
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], a.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], b.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], b.Low);
        var (high, low) = default(SipKey).Hash(KeyDomain.Symbol, bytes);
        return high.ToString("x16", CultureInfo.InvariantCulture) + low.ToString("x16", CultureInfo.InvariantCulture);
    }
}

/// <summary>What was compared. Numbers are stored: never reuse one.</summary>
internal enum ProposalSource : byte
{
    /// <summary>Traits of people.</summary>
    People = 1,

    /// <summary>What devices show of themselves.</summary>
    Devices = 2,
}

/// <summary>What has become of a proposal, as the links of the two say now.</summary>
internal enum ProposalState : byte
{
    /// <summary>Nobody has judged it, and it is not used.</summary>
    Open,

    /// <summary>It is a probable link: purposes that take those use it.</summary>
    Probable,

    /// <summary>The two are one person.</summary>
    Accepted,

    /// <summary>Somebody said that they are not.</summary>
    Rejected,
}
