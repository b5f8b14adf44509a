using Kairos.Govern.Purposes;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Registry;

/// <summary>Stops a start whose purposes cover models that do not exist, and says by name which.</summary>
/// <param name="recipes">The models there are.</param>
internal sealed class ModelPurposes(IEnumerable<ModelRecipe> recipes) : IValidateOptions<PurposeOptions>
{
    private readonly string[] _names = [.. recipes.Select(static recipe => recipe.Name).Where(static name => name.Length > 0)];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PurposeOptions options)
    {
        var wrong = from purpose in options.Named
                    from model in purpose.Value.Models
                    where !_names.Contains(model)
                    select $"Govern:Purposes:Named:{purpose.Key}:Models: there is no model \"{model}\"; there are {string.Join(", ", _names)}.";
        var lines = wrong.ToList();
        return lines.Count > 0 ? ValidateOptionsResult.Fail(lines) : ValidateOptionsResult.Success;
    }
}
