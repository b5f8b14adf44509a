using Microsoft.Extensions.Options;

namespace Kairos.Govern.Purposes;

/// <summary>Stops a start whose purposes are wrong, and says by name which and why.</summary>
/// <param name="register">Which index ever belonged to which purpose.</param>
internal sealed class PurposeCheck(PurposeRegister register) : IValidateOptions<PurposeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PurposeOptions options)
    {
        if (PurposePresets.Find(options.Preset) is null)
            return ValidateOptionsResult.Skip; // Said already.
        var wrong = new List<string>();
        if (PurposeBuilding.Build(options, wrong) is { } built)
            wrong.AddRange(register.Conflicts(built.Standard.All));
        return wrong.Count > 0 ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }
}
