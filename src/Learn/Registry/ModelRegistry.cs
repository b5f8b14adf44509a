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
/// <param name="policy">Under which purposes models are used; null when under any.</param>
public sealed class ModelRegistry(
    IEnumerable<ModelRecipe> recipes, IOptions<BlendOptions> blend, IOptions<FollowerOptions> follower, PurposePolicy? policy = null) : IModels
{
    private readonly ModelRecipe[] _recipes = [.. recipes];
    private volatile ConcurrentDictionary<uint, SessionLearner> _learners = new();

    /// <inheritdoc/>
    public WorkspaceModels Of(WorkspaceId workspace) => LearnerOf(workspace).Models;

    /// <summary>Who teaches the models of a workspace. For the one follower.</summary>
    /// <param name="workspace">The workspace.</param>
    internal SessionLearner LearnerOf(WorkspaceId workspace) =>
        _learners.TryGetValue(workspace.Value, out var known) ? known : _learners.GetOrAdd(workspace.Value, _ => Make());

    /// <summary>Who teaches the models of each workspace that has any.</summary>
    internal IReadOnlyList<(uint Workspace, SessionLearner Learner)> Learners => [.. _learners.Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Key)];

    /// <summary>The form of the state of any workspace: see <see cref="ISessionModel.StateForm"/>.</summary>
    internal string StateForm => Make().StateForm;

    /// <summary>Puts models that were restored in the place of those that have learned nothing yet: whoever asks from now on asks them.</summary>
    internal void Adopt(uint workspace, SessionLearner learner) => _learners[workspace] = learner;

    /// <summary>Makes models that have learned nothing and that nobody asks yet.</summary>
    internal SessionLearner Make() =>
        new(new WorkspaceModels([.. _recipes.Select(static recipe => recipe.Make())], blend.Value, Rules()), blend.Value, follower.Value.SessionClicksMax);

    private UseRule[] Rules() => [.. _recipes.Select(recipe => policy?.Rule(CoveredKind.Model, recipe.Name) ?? UseRule.Open)];

    /// <summary>A registry of the same kinds of models, all empty: to learn anew beside the ones in force.</summary>
    internal ModelRegistry Fresh() => new(_recipes, blend, follower, policy);

    /// <summary>Puts all models of another registry in place of these; whoever asks from now on gets them.</summary>
    /// <param name="fresh">Learned anew; not used otherwise from here on.</param>
    internal void Adopt(ModelRegistry fresh) => _learners = fresh._learners;
}
