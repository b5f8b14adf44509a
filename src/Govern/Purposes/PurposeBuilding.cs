namespace Kairos.Govern.Purposes;

/// <summary>Makes the policies that the options describe, and says by name what is wrong with them.</summary>
internal static class PurposeBuilding
{
    private const int OwnIndexMin = 8;
    private const string Section = "Govern:Purposes";

    /// <summary>The countries of the European Economic Area, where the GDPR holds. The United Kingdom and Switzerland have laws, and entries, of their own.</summary>
    private static readonly string[] Eea =
    [
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO",
        "SK", "SI", "ES", "SE", "IS", "LI", "NO",
    ];

    /// <summary>Makes the policies; null when something is wrong.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="wrong">Receives what is wrong, setting by setting.</param>
    public static PurposePolicies? Build(PurposeOptions options, List<string> wrong)
    {
        var named = new Dictionary<string, PurposePolicy>(StringComparer.Ordinal);
        foreach (var preset in options.Regions.Values.Append(options.Preset).Append(options.UnknownRegion == "strictest" ? options.Preset : options.UnknownRegion).Distinct(StringComparer.Ordinal))
        {
            if (PurposePresets.Find(preset) is { } found && Build(found, options.Named, wrong) is { } built)
                named[preset] = built;
        }

        if (!named.TryGetValue(options.Preset, out var standard) || wrong.Count > 0 || (options.UnknownRegion != "strictest" && !named.ContainsKey(options.UnknownRegion)))
            return null; // A preset that does not exist is refused by its own attribute.
        var regions = Regions(options, named, wrong);
        var unknown = options.UnknownRegion == "strictest" ? PurposePolicy.Strictest(named.Values.ToList()) : named[options.UnknownRegion];
        return wrong.Count > 0 ? null : new PurposePolicies(standard, unknown, regions);
    }

    private static Dictionary<RegionCode, PurposePolicy> Regions(PurposeOptions options, Dictionary<string, PurposePolicy> named, List<string> wrong)
    {
        var regions = new Dictionary<RegionCode, PurposePolicy>();
        foreach (var (where, preset) in options.Regions.OrderBy(entry => string.Equals(entry.Key, "EEA", StringComparison.OrdinalIgnoreCase) ? 0 : 1))
        {
            if (!named.TryGetValue(preset, out var policy))
                wrong.Add($"{Section}:Regions:{where} = {preset}: no such preset; there are fresh, gdpr-strict and ccpa.");
            else if (string.Equals(where, "EEA", StringComparison.OrdinalIgnoreCase))
                Array.ForEach(Eea, country => regions[RegionCode.Of(country, default)] = policy); // A country's own entry comes later and wins.
            else if (Parse(where) is { IsUnknown: false } code)
                regions[code] = policy;
            else
                wrong.Add($"{Section}:Regions:{where}: not a country (DE), a region (US-CA) or EEA.");
        }

        return regions;
    }

    private static RegionCode Parse(string where)
    {
        var dash = where.IndexOf('-', StringComparison.Ordinal);
        var code = dash < 0 ? RegionCode.Of(where, default) : RegionCode.Of(where.AsSpan(0, dash), where.AsSpan(dash + 1));
        return dash >= 0 && code == code.Country ? default : code; // US-California is no code.
    }

    private static PurposePolicy? Build(PurposePolicy preset, Dictionary<string, PurposeSetting> settings, List<string> wrong)
    {
        var purposes = preset.All.ToDictionary(purpose => purpose.Name, StringComparer.Ordinal);
        var before = wrong.Count;
        foreach (var (name, setting) in settings)
        {
            Check(name, setting, purposes.GetValueOrDefault(name), line =>
            {
                if (!wrong.Contains(line))
                    wrong.Add(line);
            });
            if (wrong.Count == before)
                purposes[name] = Merge(purposes.GetValueOrDefault(name) ?? new Purpose(setting.Index!.Value, name, LegalBasis.Consent), setting);
        }

        if (wrong.Count > before)
            return null;
        try
        {
            return new PurposePolicy(preset.Name, [.. purposes.Values.OrderBy(purpose => purpose.Index)], preset.WhenNobodyMay);
        }
        catch (ArgumentException twice)
        {
            wrong.Add($"{Section}:Named: {twice.Message.Replace(" (Parameter 'words')", "", StringComparison.Ordinal)}");
            return null;
        }
    }

    private static void Check(string name, PurposeSetting setting, Purpose? known, Action<string> wrong)
    {
        var at = $"{Section}:Named:{name}";
        if (name.Length is 0 or > 40 || name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            wrong($"{at}: a purpose's name is 1 to 40 lower case letters, digits and dashes.");
        if (known is null && setting.Index is not (>= OwnIndexMin and < Purpose.Max))
            wrong($"{at}:Index: a new purpose needs an index of its own from {OwnIndexMin} to {Purpose.Max - 1}, for ever.");
        if (known is not null && setting.Index is { } index && index != known.Index)
            wrong($"{at}:Index = {index}: the purpose has the index {known.Index}, which is stored and stays.");
        if (setting.WhenRefused == ConsentVerdict.Keep)
            wrong($"{at}:WhenRefused = Keep: an event without the purpose cannot be kept for it: say KeepForOthers, KeepAnonymized or Drop.");
        if (setting.WhenRefused is not null && !(setting.UsesEvents ?? known?.UsesEvents ?? false))
            wrong($"{at}:WhenRefused: the purpose does not use events; set UsesEvents too.");
        foreach (var alias in setting.Aliases.Where(alias => PurposePolicy.Folded(alias).Length is 0 or > 64))
            wrong($"{at}:Aliases: \"{alias}\" has no letter or digit, or more than 64.");
    }

    private static Purpose Merge(Purpose known, PurposeSetting setting) => known with
    {
        Basis = setting.Basis ?? known.Basis,
        Aliases = [.. known.Aliases.Concat(setting.Aliases.Select(PurposePolicy.Folded)).Distinct().Where(alias => alias != PurposePolicy.Folded(known.Name))],
        UsesEvents = setting.UsesEvents ?? known.UsesEvents,
        WhenRefused = setting.WhenRefused ?? known.WhenRefused,
        RefusedByGpc = setting.RefusedByGpc ?? known.RefusedByGpc,
        ProbableLinks = setting.ProbableLinks ?? known.ProbableLinks,
        Covers = new PurposeCoverage([.. known.Covers.Features, .. setting.Features], [.. known.Covers.Models, .. setting.Models], [.. known.Covers.Channels, .. setting.Channels]),
    };
}
