using Kairos.Activate;
using Kairos.Capture;
using Kairos.Decide;
using Kairos.Govern;
using Kairos.Learn;
using Kairos.Measure;
using Kairos.Unify;

namespace Kairos.Host.Servers;

/// <summary>The list of doors: the only place that wires the stages together.</summary>
internal static class Stages
{
    /// <summary>Adds every stage, leftmost first.</summary>
    /// <param name="builder">The program.</param>
    public static void AddStages(this IHostApplicationBuilder builder)
    {
        builder.AddGovern();
        builder.AddCapture();
        builder.AddUnify();
        builder.AddLearn();
        builder.AddDecide();
        builder.AddActivate();
        builder.AddMeasure();
    }

    /// <summary>Maps every stage's endpoints.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static void MapStages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGovern();
        endpoints.MapCapture();
        endpoints.MapUnify();
        endpoints.MapDecide();
        endpoints.MapActivate();
        endpoints.MapMeasure();
    }
}
