using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Sessions;
using Microsoft.Extensions.Logging;

namespace Kairos.Decide.Decisions;

/// <summary>Decides a few times for nobody before the server says that it is ready: the first visitor should not wait for the compiler and fall down the ladder for it.</summary>
/// <param name="decider">Decides.</param>
/// <param name="workspaces">The workspaces; the first is decided in.</param>
/// <param name="log">Told when it fails, which harms nothing.</param>
public sealed class Rehearsal(Decider decider, IWorkspaces workspaces, ILogger<Rehearsal> log)
{
    private const int Times = 5;

    /// <summary>Rehearses. Nothing of it is recorded.</summary>
    /// <param name="cancel">The server stops.</param>
    public async Task Play(CancellationToken cancel)
    {
        try
        {
            for (var i = 0; i < Times && workspaces.All.Count > 0; i++)
            {
                (await decider.Decide(Request(workspaces.All[0]), cancel)).Dispose();
                (await decider.Decide(Request(workspaces.All[0]) with { UserId = "kairos-rehearsal" }, cancel)).Dispose(); // Of somebody of two identifiers.
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.LogWarning(failed, "The rehearsal of a decision failed; the first decisions may be slow.");
        }
    }

    private static DecisionRequest Request(Workspace workspace) => new()
    {
        Workspace = workspace,
        AnonymousId = "kairos-rehearsal",
        Page = "/category/rehearsal",
        Events = [new Touch { Item = new ItemKey(1), Code = EventCode.ProductViewed, Quantity = 1, Price = float.NaN, Flags = TouchFlags.Inline }],
        Placements = [new PlacementRequest { Id = "home-recs" }, new PlacementRequest { Id = "search", Candidates = ["a", "b"] }],
        DeadlineMs = 1000,
        Explain = true,
        Rehearsal = true,
    };
}
