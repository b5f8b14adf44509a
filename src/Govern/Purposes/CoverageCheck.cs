using Microsoft.Extensions.Options;

namespace Kairos.Govern.Purposes;

/// <summary>Stops a start whose purposes cover features, models or channels that do not exist, and says by name which, and which there are.</summary>
/// <param name="known">All that can be covered.</param>
internal sealed class CoverageCheck(IEnumerable<Coverable> known) : IValidateOptions<PurposeOptions>
{
    private readonly ILookup<CoveredKind, string> _known = known.ToLookup(static thing => thing.Kind, static thing => thing.Name);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PurposeOptions options)
    {
        var wrong = new List<string>();
        foreach (var (purpose, setting) in options.Named)
        {
            Check(CoveredKind.Feature, $"{purpose}:Features", setting.Features, wrong);
            Check(CoveredKind.Model, $"{purpose}:Models", setting.Models, wrong);
            Check(CoveredKind.Channel, $"{purpose}:Channels", setting.Channels, wrong);
        }

        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }

    // A program without the stage that has the features knows none of their names, and uses none of them either.
    private void Check(CoveredKind kind, string at, string[] names, List<string> wrong)
    {
        var there = _known[kind].Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var unknown in there.Count == 0 ? [] : names.Where(each => !there.Contains(each)))
        {
            var what = kind.ToString().ToLowerInvariant();
            wrong.Add($"Govern:Purposes:Named:{at}: there is no {what} \"{unknown}\"; there are {string.Join(", ", there)}.");
        }
    }
}
