using Kairos.Learn.Models;

namespace Kairos.Learn.Registry;

/// <summary>How one model of every workspace is made. The order in which recipes are registered is that of the blend's columns.</summary>
/// <param name="Make">Makes an empty model.</param>
/// <param name="Name">What purposes call it that cover it, as <c>docs/reference/models.md</c> has it; empty for one that no purpose can name.</param>
public sealed record ModelRecipe(Func<ISessionModel> Make, string Name = "");
