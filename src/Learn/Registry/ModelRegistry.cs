using System.Collections.Concurrent;
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
public sealed class ModelRegistry(
    IEnumerable<ModelRecipe> recipes, IOptions<BlendOptions> blend, IOptions<FollowerOptions> follower) : IModels
{
    private readonly ModelRecipe[] _recipes = [.. recipes];
    private volatile ConcurrentDictionary<uint, SessionLearner> _learners = new();

    /// <inheritdoc/>
    public WorkspaceModels Of(WorkspaceId workspace) => LearnerOf(workspace).Models;

    /// <summary>Who teaches the models of a workspace. For the one follower.</summary>
    /// <param name="workspace">The workspace.</param>
    internal SessionLearner LearnerOf(WorkspaceId workspace) =>
        _learners.TryGetValue(workspace.Value, out var known) ? known : _learners.GetOrAdd(workspace.Value, _ => Make());

    /// <summary>A registry of the same kinds of models, all empty: to learn anew beside the ones in force.</summary>
    internal ModelRegistry Fresh() => new(_recipes, blend, follower);

    /// <summary>Puts all models of another registry in place of these; whoever asks from now on gets them.</summary>
    /// <param name="fresh">Learned anew; not used otherwise from here on.</param>
    internal void Adopt(ModelRegistry fresh) => _learners = fresh._learners;

    private SessionLearner Make() =>
        new(new WorkspaceModels([.. _recipes.Select(static recipe => recipe.Make())], blend.Value), blend.Value, follower.Value.SessionClicksMax);
}
