using System.Collections.Concurrent;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Training;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Registry;

/// <summary>Makes and holds the models of all workspaces, in memory.</summary>
/// <param name="recipes">What each workspace gets.</param>
/// <param name="blend">How they are blended.</param>
/// <param name="follower">How sessions are cut.</param>
/// <param name="policy">Which purposes models need; null when none needs any.</param>
public sealed class ModelRegistry(
    IEnumerable<ModelRecipe> recipes, IOptions<BlendOptions> blend, IOptions<FollowerOptions> follower, PurposePolicy? policy = null) : IModels
{
    private readonly ModelRecipe[] _recipes = [.. recipes];
    private readonly ConcurrentDictionary<uint, SessionLearner> _learners = new();

    /// <inheritdoc/>
    public WorkspaceModels Of(WorkspaceId workspace) => LearnerOf(workspace).Models;

    /// <summary>Who teaches the models of a workspace. For the one follower.</summary>
    /// <param name="workspace">The workspace.</param>
    internal SessionLearner LearnerOf(WorkspaceId workspace) =>
        _learners.TryGetValue(workspace.Value, out var known) ? known : _learners.GetOrAdd(workspace.Value, _ => Make());

    private SessionLearner Make() =>
        new(new WorkspaceModels([.. _recipes.Select(static recipe => recipe.Make())], blend.Value, Needs()), blend.Value, follower.Value.SessionClicksMax);

    private ushort[] Needs() => [.. _recipes.Select(recipe => policy?.NeededByModel(recipe.Name) ?? 0)];
}
