using Microsoft.Extensions.Options;

namespace Kairos.Govern.Purposes.TcStrings;

/// <summary>Stops a start whose mapping of TC strings is wrong, and says by name which entry and why.</summary>
/// <param name="purposes">Which purposes there are.</param>
internal sealed class TcfCheck(IOptions<PurposeOptions> purposes) : IValidateOptions<TcfOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TcfOptions options)
    {
        PurposePolicies? policies;
        try
        {
            policies = PurposeBuilding.Build(purposes.Value, []);
        }
        catch (OptionsValidationException)
        {
            policies = null;
        }

        if (policies is null)
            return ValidateOptionsResult.Skip; // Said already.
        var wrong = new List<string>();
        foreach (var (purpose, needed) in options.Purposes)
        {
            if (policies.Standard.All.All(known => known.Name != purpose))
                wrong.Add($"Govern:Tcf:Purposes:{purpose}: no such purpose.");
            if (needed.Length == 0 || needed.Any(id => id is < 1 or > 24))
                wrong.Add($"Govern:Tcf:Purposes:{purpose} = {string.Join(", ", needed)}: name purposes of the framework, from 1 to 24.");
        }

        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }
}
