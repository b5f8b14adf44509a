namespace Kairos.Capture.Parsing;

/// <summary>The member names that one kind of JSON object is read for, and what each means.</summary>
/// <remarks>
/// A perfect hash over length and four letters: multipliers are tried until no two names share a slot, so finding a name is
/// one multiplication and one comparison. Allocates nothing after it is made.
/// </remarks>
internal sealed class NameTable
{
    private readonly KnownMember?[] _slots;
    private readonly uint _multiplier;
    private readonly int _shift;

    /// <summary>Makes a table.</summary>
    /// <param name="members">Every name once.</param>
    public NameTable(params ReadOnlySpan<KnownMember> members)
    {
        for (var bits = 4; bits <= 16; bits++)
        {
            for (uint k = 0; k < 1_000; k++)
            {
                _multiplier = 0x9E3779B1 + (2 * k * 0x5851F42D);
                _shift = 32 - bits;
                _slots = new KnownMember?[1 << bits];
                if (Place(members))
                    return;
            }
        }

        throw new ArgumentException("A name stands twice in the table.", nameof(members));
    }

    /// <summary>What a name means, or null for a name nobody reads.</summary>
    /// <param name="name">UTF-8, unescaped.</param>
    public KnownMember? Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return null;
        var found = _slots[Slot(name)];
        return found is not null && name.SequenceEqual(found.Name) ? found : null;
    }

    private bool Place(ReadOnlySpan<KnownMember> members)
    {
        foreach (var member in members)
        {
            ref var slot = ref _slots[Slot(member.Name)];
            if (slot is not null)
                return false;
            slot = member;
        }

        return true;
    }

    private uint Slot(ReadOnlySpan<byte> name)
    {
        var letters = ((uint)name[0] << 24) | ((uint)name[name.Length >> 1] << 16) | ((uint)name[^1] << 8) | name[(name.Length * 3) >> 2];
        return ((letters ^ ((uint)name.Length * 0x85EBCA6B)) * _multiplier) >> _shift;
    }
}
