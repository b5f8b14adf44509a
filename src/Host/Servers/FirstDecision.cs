using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Registry;
using Kairos.Unify.People;

namespace Kairos.Host.Servers;

/// <summary>Walks a decision's slowest parts once before the server says that it is ready, so that the first caller's deadline does not pay for their compilation.</summary>
internal static class FirstDecision
{
    // Nobody has this id; reading them changes and records nothing.
    private const string Nobody = "kairos-first-decision";

    /// <summary>Reads a person and asks the models, for every workspace.</summary>
    /// <param name="services">The started server's services.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task Prepare(IServiceProvider services, CancellationToken cancel)
    {
        var (people, models) = (services.GetRequiredService<IPeople>(), services.GetRequiredService<IModels>());
        var nowMs = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var workspace in services.GetRequiredService<IWorkspaces>().All)
        {
            await people.Read(workspace.Id, people.Route(workspace, Nobody, ""), cancel);
            models.Of(workspace.Id).Recommend(new RecommendQuery { NowMs = nowMs, Limit = 1 }, new Candidate[1]);
        }
    }
}
