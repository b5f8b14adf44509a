using Kairos.Decide.Placements;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.Items;

namespace Kairos.Decide.Decisions;

/// <summary>Adds what the visitor's account amounts to, for the placements that look at it. A reading that does not end in time is left behind.</summary>
/// <param name="accounts">Reads accounts.</param>
/// <param name="permission">Says what may be used of the visitor.</param>
/// <param name="catalogue">Tells by the page which placement is meant.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountContext(IAccounts accounts, Permission permission, ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>Whether a placement of the plan may look at the account, of a visitor who was read and of whom something may be used.</summary>
    /// <param name="decision">The decision, its visitor known.</param>
    public static bool MayBeWanted(Decision decision) => decision.Plan.ReadsAccounts && decision.Visitor.Consented && decision.Visitor.Read.Sealed.IsRead;

    /// <summary>Reads the account once for each purpose that is wanted and allowed by the visitor.</summary>
    /// <param name="decision">The decision; its visitor receives what was read.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancel">The caller has gone.</param>
    public async ValueTask Fill(Decision decision, TimeSpan patience, CancellationToken cancel)
    {
        var wanted = decision.Request.Placements.Select(asked => PlacementOf(decision, asked)).OfType<Placement>().Where(static placement => placement.ReadsAccount)
            .Select(static placement => placement.Purpose).Distinct().ToList();
        if (wanted.Count == 0)
            return;
        using var late = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var visitor = decision.Visitor;
        foreach (var purpose in wanted)
        {
            if (permission.For(purpose, decision.Request, visitor.Read).Value is not { } person)
                continue;
            try
            {
                var account = await accounts.AccountOf(person).AsTask().WaitAsync(either.Token);
                if (account.IsNone)
                    return; // For another purpose, too.
                if (await accounts.Read(new WorkspaceId(person.Workspace), account, purpose, either.Token) is { } sum)
                    visitor.Accounts.Add(sum);
            }
            catch (Exception) when (!cancel.IsCancellationRequested)
            {
                visitor.AccountMissed = true; // Late or out of reach: the decision goes on without it, and its record says so.
            }
        }
    }

    private Placement? PlacementOf(Decision decision, PlacementRequest asked)
    {
        var request = decision.Request;
        var id = asked.Id.Length > 0 ? asked.Id
            : PageContext.Of(request.Workspace, catalogue, request.Page, asked.Category ?? request.Category, asked.Item ?? request.Item).Placement;
        return decision.Plan.Placements.GetValueOrDefault(id);
    }
}
