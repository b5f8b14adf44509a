using Kairos.Govern.Words;

namespace Kairos.Govern.Purposes;

/// <summary>The purposes of a workspace and what counts for each: immutable, and the only place that turns statements into a yes or no.</summary>
public sealed class PurposePolicy
{
    private readonly Purpose?[] _byIndex = new Purpose?[Purpose.Max];
    private readonly Utf8Table<Purpose> _words;
    private readonly UseRules _rules;

    /// <summary>Makes a policy.</summary>
    /// <param name="name">What it is called, to be shown.</param>
    /// <param name="purposes">At most <see cref="Purpose.Max"/>, each index, name and alias once.</param>
    /// <param name="whenNobodyMay">What becomes of an event that no purpose that uses events may use: not wider than <see cref="ConsentVerdict.KeepForOthers"/>.</param>
    /// <exception cref="ArgumentException">An index, name or alias stands twice, or is out of range.</exception>
    public PurposePolicy(string name, IReadOnlyList<Purpose> purposes, ConsentVerdict whenNobodyMay)
    {
        Name = name;
        All = purposes;
        WhenNobodyMay = whenNobodyMay;
        foreach (var purpose in purposes)
        {
            if (purpose.Index is < 0 or >= Purpose.Max || _byIndex[purpose.Index] is not null)
                throw new ArgumentException($"Purpose {purpose.Name} needs an index of its own, 0–{Purpose.Max - 1}.", nameof(purposes));
            _byIndex[purpose.Index] = purpose;
            var bit = Bit(purpose.Index);
            Known |= bit;
            AllowedUnsaid |= purpose.Basis == LegalBasis.LegitimateInterest ? bit : (ushort)0;
            RefusedByGpc |= purpose.RefusedByGpc ? bit : (ushort)0;
            UsesEvents |= purpose.UsesEvents ? bit : (ushort)0;
            TakesProbable |= purpose.ProbableLinks ? bit : (ushort)0;
        }

        _rules = new UseRules(purposes);
        CoversFeatures = _rules.Restrict(CoveredKind.Feature);
        _words = new Utf8Table<Purpose>(purposes.SelectMany(purpose =>
            purpose.Aliases.Append(Folded(purpose.Name)).Select(word => KeyValuePair.Create(word, purpose))));
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>All purposes.</summary>
    public IReadOnlyList<Purpose> All { get; }

    /// <summary>What becomes of an event that no purpose may use.</summary>
    public ConsentVerdict WhenNobodyMay { get; }

    /// <summary>One bit for each purpose there is: bit 0 is index 0.</summary>
    public ushort Known { get; }

    /// <summary>The purposes that are allowed while nothing was said.</summary>
    public ushort AllowedUnsaid { get; }

    /// <summary>The purposes that <c>Sec-GPC: 1</c> refuses.</summary>
    public ushort RefusedByGpc { get; }

    /// <summary>The purposes that use events.</summary>
    public ushort UsesEvents { get; }

    /// <summary>The purposes that may use what is known of somebody who is only probably the same person.</summary>
    public ushort TakesProbable { get; }

    /// <summary>The policy of a preset.</summary>
    /// <param name="preset"><c>fresh</c>, <c>gdpr-strict</c> or <c>ccpa</c>.</param>
    /// <exception cref="ArgumentException">No such preset.</exception>
    public static PurposePolicy Of(string preset) => PurposePresets.Find(preset)
        ?? throw new ArgumentException($"No preset of purposes is called \"{preset}\": fresh, gdpr-strict, ccpa.", nameof(preset));

    /// <summary>The bit of an index.</summary>
    /// <param name="index">0–15.</param>
    public static ushort Bit(int index) => (ushort)(1 << index);

    /// <summary>The purpose at an index, or null.</summary>
    /// <param name="index">Any number.</param>
    public Purpose? At(int index) => (uint)index < Purpose.Max ? _byIndex[index] : null;

    /// <summary>The purpose that a consent tool's category means, or null. Case, spaces, dashes and the like make no difference. Allocates nothing.</summary>
    /// <param name="categoryUtf8">A name or alias.</param>
    public Purpose? Find(ReadOnlySpan<byte> categoryUtf8)
    {
        Span<byte> folded = stackalloc byte[64];
        var length = 0;
        foreach (var letter in categoryUtf8)
        {
            var lower = (byte)(letter | 0x20);
            if (lower is not (>= (byte)'a' and <= (byte)'z') && letter is not (>= (byte)'0' and <= (byte)'9') && letter < 0x80)
                continue;
            if (length == folded.Length)
                return null;
            folded[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? lower : letter;
        }

        return _words.TryGet(folded[..length], out var purpose) ? purpose : null;
    }

    /// <summary>Under which purposes a feature, a model or a channel may be used, and which of them the person must allow. Allocates nothing.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="name">Its name; what no purpose names is open to every purpose that names nothing of the kind.</param>
    public UseRule Rule(CoveredKind kind, string name) => _rules.Of(kind, name);

    /// <summary>Whether any purpose names features: else all of a person is open to every purpose.</summary>
    public bool CoversFeatures { get; }

    /// <summary>For each purpose the strictest of several policies: it asks where one of them asks, and an event meets the harshest end.</summary>
    /// <param name="policies">At least one; all with the same purposes.</param>
    internal static PurposePolicy Strictest(IReadOnlyList<PurposePolicy> policies) => policies.Count == 1 ? policies[0] : new PurposePolicy(
        "strictest",
        [.. policies[0].All.Select(purpose =>
        {
            var same = policies.Select(policy => policy.At(purpose.Index)!).ToList();
            return purpose with
            {
                Basis = same.Min(each => each.Basis),
                RefusedByGpc = same.Exists(each => each.RefusedByGpc),
                WhenRefused = same.Max(each => each.WhenRefused),
            };
        })],
        policies.Max(policy => policy.WhenNobodyMay));

    /// <summary>A name as it is compared: lower case letters and digits, other alphabets as they are.</summary>
    internal static string Folded(string name) => string.Concat(name.Where(letter => letter >= 0x80 || char.IsAsciiLetterOrDigit(letter))
        .Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));
}
