using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kairos.Capture.Normalizers.PersonalData;

/// <summary>Groups of digits that stand close together, as numbers for people are written.</summary>
/// <remarks>Held on the stack: at most 20 digits in 10 groups.</remarks>
internal ref struct DigitChain
{
    public const int DigitsMax = 20;
    public const int GroupsMax = 10;

    private DigitBuffer _digits;
    private GroupBuffer _ends;
    private GroupBuffer _counts;
    private GroupBuffer _separators;

    /// <summary>Whether a plus stands before the first digit.</summary>
    public bool HasPlus { get; private set; }

    /// <summary>How many groups there are.</summary>
    public int Groups { get; private set; }

    /// <summary>Where the chain begins.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the first group: where to look on when the chain is nothing.</summary>
    public int Next => _ends[0];

    /// <summary>Reads the chain that begins at a plus, a parenthesis or a digit.</summary>
    public static DigitChain Read(ReadOnlySpan<byte> text, int start)
    {
        var chain = new DigitChain { Start = start };
        var at = start;
        chain.HasPlus = text[at] == '+';
        if (chain.HasPlus)
            at++;
        if (at < text.Length && text[at] == '(')
            at++;
        var digits = 0;
        while (at < text.Length && Letters.IsDigit(text[at]) && chain.Groups < GroupsMax)
        {
            while (at < text.Length && Letters.IsDigit(text[at]))
            {
                if (digits < DigitsMax)
                    chain._digits[digits] = (byte)(text[at] - '0');
                digits++;
                at++;
            }
            if (digits > DigitsMax)
            {
                if (chain.Groups == 0)
                    chain._ends[0] = at;
                break;
            }
            chain._ends[chain.Groups] = at;
            chain._counts[chain.Groups] = digits;
            chain.Groups++;
            var next = at;
            while (next < text.Length && next - at < 3 && text[next] is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'+')
                next++;
            if (next == at || next - at > 2)
                break;
            chain._separators[chain.Groups - 1] = next - at == 1 && text[at] != '+' ? text[at] : ' '; // In an address a plus is a blank.
            at = next;
        }
        return chain;
    }

    /// <summary>The digits of the first groups.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Digits(int groups) => ((ReadOnlySpan<byte>)_digits)[.._counts[groups - 1]];

    /// <summary>Behind the last digit of the first groups.</summary>
    public readonly int End(int groups) => _ends[groups - 1];

    /// <summary>How many digits a group has.</summary>
    public readonly int Size(int group) => _counts[group] - (group == 0 ? 0 : _counts[group - 1]);

    /// <summary>What stands behind a group; a blank for more than one sign.</summary>
    public readonly byte Separator(int group) => (byte)_separators[group];

    /// <summary>Whether the first groups have these sizes and one separator between all.</summary>
    public readonly bool Is(int groups, ReadOnlySpan<byte> sizes, ReadOnlySpan<byte> separators)
    {
        if (groups != sizes.Length || groups > Groups)
            return false;
        for (var i = 0; i < groups; i++)
        {
            if (Size(i) != sizes[i] || (i + 1 < groups && (!separators.Contains(Separator(i)) || Separator(i) != Separator(0))))
                return false;
        }
        return true;
    }

    [InlineArray(DigitsMax)]
    private struct DigitBuffer
    {
        private byte _first;
    }

    [InlineArray(GroupsMax)]
    private struct GroupBuffer
    {
        private int _first;
    }
}
