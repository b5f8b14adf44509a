using System.Globalization;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Events;

/// <summary>The 128-bit keyed hash of an identifier: the name of a person inside the system, and their place in the journal.</summary>
/// <param name="High">High half; its top bits choose the partition.</param>
/// <param name="Low">Low half; the journal's index key.</param>
[GenerateSerializer, Immutable, Alias("kairos.person-key")]
public readonly record struct PersonKey([property: Id(0)] ulong High, [property: Id(1)] ulong Low) : IComparable<PersonKey>
{
    /// <summary>Nobody.</summary>
    public static PersonKey None => default;

    /// <summary>Whether this names nobody.</summary>
    public bool IsNone => High == 0 && Low == 0;

    /// <summary>The key of an identifier in a workspace.</summary>
    /// <param name="workspace">The workspace, whose secret keys the hash.</param>
    /// <param name="domain"><see cref="KeyDomain.AnonymousId"/> or <see cref="KeyDomain.UserId"/>.</param>
    /// <param name="identifier">The identifier's UTF-8 bytes.</param>
    public static PersonKey Of(Workspace workspace, KeyDomain domain, ReadOnlySpan<byte> identifier)
    {
        var (high, low) = workspace.Secret.Hash(domain, identifier);
        return new PersonKey(high, low);
    }

    /// <summary>The partition this key belongs to: the same for ever while the number of partitions stays.</summary>
    /// <param name="partitions">How many there are.</param>
    public int Partition(int partitions) => (int)Math.BigMul(High, (ulong)partitions, out _);

    /// <inheritdoc/>
    public int CompareTo(PersonKey other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>Thirty-two hexadecimal digits.</summary>
    public override string ToString() =>
        High.ToString("x16", CultureInfo.InvariantCulture) + Low.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Thirty-two hexadecimal digits.</param>
    /// <param name="key">The key.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out PersonKey key)
    {
        key = default;
        if (text.Length != 32
            || !ulong.TryParse(text[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(text[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        key = new PersonKey(high, low);
        return true;
    }

    /// <summary>Order by key.</summary>
    public static bool operator <(PersonKey left, PersonKey right) => left.CompareTo(right) < 0;

    /// <summary>Order by key.</summary>
    public static bool operator >(PersonKey left, PersonKey right) => left.CompareTo(right) > 0;

    /// <summary>Order by key.</summary>
    public static bool operator <=(PersonKey left, PersonKey right) => left.CompareTo(right) <= 0;

    /// <summary>Order by key.</summary>
    public static bool operator >=(PersonKey left, PersonKey right) => left.CompareTo(right) >= 0;
}
