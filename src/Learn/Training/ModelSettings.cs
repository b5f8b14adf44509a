using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.SessionNeighbours;
using Kairos.Learn.Models.Transitions;

namespace Kairos.Learn.Training;

/// <summary>The settings of all models of one workspace.</summary>
/// <param name="Neighbours">Of the session neighbours.</param>
/// <param name="Transitions">Of the transitions.</param>
/// <param name="Popular">Of popularity.</param>
/// <param name="Blend">Of the blend.</param>
public sealed record ModelSettings(NeighbourOptions Neighbours, TransitionOptions Transitions, PopularOptions Popular, BlendOptions Blend)
{
    /// <summary>The shipped settings.</summary>
    public static ModelSettings Default { get; } = new(new NeighbourOptions(), new TransitionOptions(), new PopularOptions(), new BlendOptions());

    /// <summary>Makes empty models with these settings.</summary>
    public WorkspaceModels Build() =>
        new([new TransitionModel(Transitions), new NeighbourModel(Neighbours), new PopularModel(Popular)], Blend);
}
