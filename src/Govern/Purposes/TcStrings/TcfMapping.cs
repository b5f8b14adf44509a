namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>Turns a TC string into statements on our purposes: a yes where the string allows all that a purpose needs, else a no. Pure, allocates nothing, fails closed.</summary>
public sealed class TcfMapping
{
    /// <summary>Purposes of the framework that only consent allows: storing on the device, and everything with a profile. Source: TCF Policies, since v2.2.</summary>
    private const uint ConsentAlone = 0b11_1101;

    private readonly TcfOptions _options;
    private readonly (int Index, uint Needs)[] _purposes;

    /// <summary>Makes a mapping.</summary>
    /// <param name="options">What is needed for what.</param>
    /// <param name="policy">Our purposes.</param>
    public TcfMapping(TcfOptions options, PurposePolicy policy)
    {
        _options = options;
        var needed = new Dictionary<string, int[]>(StringComparer.Ordinal)
        {
            ["analytics"] = [8, 9],
            ["personalization"] = [5, 6],
            ["advertising"] = [2, 3, 4, 7],
        };
        foreach (var (name, ids) in options.Purposes)
            needed[name] = ids;
        _purposes = [.. from purpose in policy.All
                        where needed.ContainsKey(purpose.Name)
                        select (purpose.Index, needed[purpose.Name].Aggregate(0U, (bits, id) => bits | 1U << (id - 1)))];
    }

    /// <summary>Adds what a TC string says. One that cannot be read refuses every purpose that has a mapping.</summary>
    /// <param name="stated">What was said otherwise.</param>
    /// <param name="text">The string, ASCII.</param>
    public StatedConsent With(in StatedConsent stated, ReadOnlySpan<byte> text)
    {
        if (!_options.Enabled)
            return stated;
        var allowed = TcString.TryRead(text, _options.VendorId, out var read) && read.PolicyVersion >= 2 && read.PolicyVersion <= _options.PolicyVersionMax
            ? Allowed(read)
            : 0;
        var (granted, refused) = (stated.Granted, stated.Refused);
        foreach (var (index, needs) in _purposes)
        {
            var bit = PurposePolicy.Bit(index);
            if ((needs & ~allowed) == 0)
                granted |= bit;
            else
                refused |= bit;
        }

        return stated with { Granted = granted, Refused = refused };
    }

    /// <summary>The framework's purposes that a string allows us.</summary>
    private uint Allowed(in TcString read)
    {
        var interests = _options.LegitimateInterest ? ~ConsentAlone : 0;
        if (_options.VendorId == 0)
        {
            return read.HasPublisher
                ? read.PublisherConsents | (read.PublisherLegitimateInterests & interests)
                : read.Consents | (read.LegitimateInterests & interests);
        }

        // Who was not shown to the person has neither; since v2.3 a string must say who was.
        var shown = read.VendorDisclosed ?? true;
        var byConsent = shown && read.VendorConsent ? read.Consents : 0;
        var byInterest = (read.VendorDisclosed ?? read.PolicyVersion < 5) && read.VendorLegitimateInterest ? read.LegitimateInterests & interests : 0;
        return ((byConsent & ~read.LegitimateInterestRequired) | (byInterest & ~read.ConsentRequired)) & ~read.Forbidden;
    }
}
