using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace Kairos.Govern.Purposes;

/// <summary>What one person last said about each purpose, and when. Immutable; at most <see cref="BytesMax"/> bytes stored.</summary>
/// <remarks>
/// Merging takes the later statement of each purpose, and of two at the same time the refusal: so any order of events and merges
/// ends in the same state.
/// </remarks>
public sealed class ConsentState : IEquatable<ConsentState>
{
    /// <summary>Most bytes that <see cref="Write"/> takes.</summary>
    public const int BytesMax = 5 + (8 * Purpose.Max);

    private const byte Version = 1;
    private readonly ushort _stated;
    private readonly ushort _granted;
    private readonly ImmutableArray<long> _atMs; // One for each bit of _stated, lowest first.

    private ConsentState(ushort stated, ushort granted, ImmutableArray<long> atMs) => (_stated, _granted, _atMs) = (stated, granted, atMs);

    /// <summary>Nothing was ever said.</summary>
    public static ConsentState None { get; } = new(0, 0, []);

    /// <summary>Whether data of this person may be used for a purpose now.</summary>
    /// <param name="purpose">The purpose's index; one that the policy does not know is never allowed.</param>
    /// <param name="policy">What counts while nothing was said.</param>
    public bool Allows(int purpose, PurposePolicy policy)
    {
        if (policy.At(purpose) is null)
            return false;
        var bit = PurposePolicy.Bit(purpose);
        return ((_stated & bit) != 0 ? _granted & bit : policy.AllowedUnsaid & bit) != 0;
    }

    /// <summary>Whether data of this person may be used for a purpose now.</summary>
    /// <param name="purpose">The purpose's name or alias; an unknown one is never allowed.</param>
    /// <param name="policy">What counts while nothing was said.</param>
    public bool Allows(string purpose, PurposePolicy policy)
    {
        Span<byte> bytes = stackalloc byte[192];
        return purpose.Length <= 64 && policy.Find(bytes[..Encoding.UTF8.GetBytes(purpose, bytes)]) is { } found && Allows(found.Index, policy);
    }

    /// <summary>What was last said about a purpose, and when.</summary>
    /// <param name="purpose">Its index.</param>
    /// <returns>Null when nothing was said; the time is ms since 1970 UTC.</returns>
    public (bool Granted, long AtMs)? Stated(int purpose)
    {
        if ((uint)purpose >= Purpose.Max || (_stated & PurposePolicy.Bit(purpose)) == 0)
            return null;
        return ((_granted & PurposePolicy.Bit(purpose)) != 0, AtMs(purpose));
    }

    /// <summary>This state after what an event said. The same instance when nothing changes.</summary>
    /// <param name="policy">Which purposes there are, and what <c>Sec-GPC</c> refuses.</param>
    /// <param name="stated">What it said.</param>
    /// <param name="atMs">When, ms since 1970 UTC.</param>
    public ConsentState Apply(PurposePolicy policy, in StatedConsent stated, long atMs)
    {
        var refused = (ushort)(stated.RefusedUnder(policy) & policy.Known);
        var granted = (ushort)(stated.Granted & policy.Known & ~refused);
        return (refused | granted) == 0
            ? this
            : Merge(new ConsentState((ushort)(refused | granted), granted, [.. Enumerable.Repeat(atMs, BitOperations.PopCount((uint)(refused | granted)))]));
    }

    /// <summary>The later statement of each purpose from two states; of two at the same time the refusal. The same instance when nothing changes.</summary>
    /// <param name="other">The other state.</param>
    public ConsentState Merge(ConsentState other)
    {
        var stated = (ushort)(_stated | other._stated);
        var granted = 0;
        Span<long> times = stackalloc long[Purpose.Max];
        var count = 0;
        for (int rest = stated; rest != 0; rest &= rest - 1)
        {
            var purpose = BitOperations.TrailingZeroCount(rest);
            var bit = 1 << purpose;
            var (mine, theirs) = (AtMs(purpose), other.AtMs(purpose));
            var yes = mine == theirs && (_stated & other._stated & bit) != 0
                ? _granted & other._granted & bit
                : ((_stated & bit) != 0 && ((other._stated & bit) == 0 || mine > theirs) ? _granted : other._granted) & bit;
            granted |= yes;
            times[count++] = Math.Max(mine, theirs);
        }

        return stated == _stated && granted == _granted && times[..count].SequenceEqual(_atMs.AsSpan())
            ? this
            : new ConsentState(stated, (ushort)granted, [.. times[..count]]);
    }

    /// <summary>Writes the state.</summary>
    /// <param name="to">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> to)
    {
        to[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(to[1..], _stated);
        BinaryPrimitives.WriteUInt16LittleEndian(to[3..], _granted);
        for (var i = 0; i < _atMs.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(to[(5 + (8 * i))..], _atMs[i]);
        return 5 + (8 * _atMs.Length);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; empty bytes are <see cref="None"/>.</summary>
    /// <param name="from">The bytes.</param>
    /// <exception cref="InvalidDataException">Not a state, or of a later version.</exception>
    public static ConsentState Read(ReadOnlySpan<byte> from)
    {
        if (from.IsEmpty)
            return None;
        var stated = from.Length < 5 ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(from[1..]);
        var count = BitOperations.PopCount(stated);
        if (from[0] != Version || from.Length < 5 + (8 * count))
            throw new InvalidDataException($"Not a consent state of version {Version}: {from.Length} bytes, version {from[0]}.");
        Span<long> times = stackalloc long[count];
        for (var i = 0; i < count; i++)
            times[i] = BinaryPrimitives.ReadInt64LittleEndian(from[(5 + (8 * i))..]);
        return new ConsentState(stated, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(from[3..]) & stated), [.. times]);
    }

    /// <inheritdoc/>
    public bool Equals(ConsentState? other) =>
        other is not null && _stated == other._stated && _granted == other._granted && _atMs.AsSpan().SequenceEqual(other._atMs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConsentState);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_stated, _granted, _atMs.IsEmpty ? 0 : _atMs[^1]);

    private long AtMs(int purpose)
    {
        var bit = 1 << purpose;
        return (_stated & bit) == 0 ? long.MinValue : _atMs[BitOperations.PopCount((uint)(_stated & (bit - 1)))];
    }
}
