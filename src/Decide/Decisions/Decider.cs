using System.Runtime.InteropServices;
using Kairos.Capture.Events;
using Kairos.Decide.Placements;
using Kairos.Decide.Plans;
using Kairos.Decide.Ranking;
using Kairos.Govern.Purposes;
using Kairos.Learn.Models;
using Kairos.Unify.Identities;
using Kairos.Unify.Items;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>Chooses what placements show one person. The plan is read once, the person is read once, and an answer always comes.</summary>
/// <param name="plans">The plans in force.</param>
/// <param name="people">Reads the person.</param>
/// <param name="permission">Says what may be used of them.</param>
/// <param name="context">Puts together what is known.</param>
/// <param name="accounts">Adds the visitor's account where it is wanted.</param>
/// <param name="bucketing">Says by which key experiments know them.</param>
/// <param name="catalogue">The items.</param>
/// <param name="models">Where candidates come from.</param>
/// <param name="ranker">Ranks and guards.</param>
/// <param name="writer">Writes answers.</param>
/// <param name="records">Keeps records.</param>
/// <param name="pool">Parts of past decisions.</param>
/// <param name="seeds">Draws chance.</param>
/// <param name="options">How long the person is waited for.</param>
/// <param name="clock">The clock.</param>
public sealed class Decider(
    IPlans plans, Decisions.PersonReader people, Permission permission, ContextBuilder context, AccountContext accounts, Bucketing bucketing, ICatalogue catalogue, ICandidates models, Ranker ranker,
    AnswerWriter writer, DecisionRecords records, DecisionPool pool, DecisionSeeds seeds, ContextOptions options, TimeProvider clock)
{
    /// <summary>Decides.</summary>
    /// <param name="request">What is asked; a placement without a name means the one that suits the page.</param>
    /// <param name="cancel">The caller has gone.</param>
    /// <returns>The decision; dispose it once its answer has been written.</returns>
    public async ValueTask<Decision> Decide(DecisionRequest request, CancellationToken cancel = default)
    {
        var started = clock.GetTimestamp();
        var plan = plans.Current(request.Workspace.Id); // Read once: a publish midway must not mix two plans.
        var deadline = TimeSpan.FromMilliseconds(request.DeadlineMs);
        var reserve = Math.Min(options.ReserveMs, request.DeadlineMs / 4.0);
        var read = await people.Read(request, deadline - TimeSpan.FromMilliseconds(reserve), cancel);
        var contextTime = clock.GetElapsedTime(started);

        var decision = pool.Rent();
        decision.Begin(request, plan, seeds.Next(), clock.GetUtcNow().ToUnixTimeMilliseconds());
        decision.ModelVersion = models.Version(request.Workspace.Id);
        Know(decision, read);
        if (AccountContext.MayBeWanted(decision))
        {
            await accounts.Fill(decision, deadline - TimeSpan.FromMilliseconds(reserve) - contextTime, cancel);
            contextTime = clock.GetElapsedTime(started);
        }

        foreach (var asked in request.Placements)
            Answer(decision, asked, late: clock.GetElapsedTime(started) > deadline);
        decision.WriteAnswer(writer);

        var soFar = clock.GetElapsedTime(started);
        decision.Timings = new DecisionTimings(contextTime, soFar - contextTime, soFar);
        records.Keep(decision);
        decision.Timings = decision.Timings with { Total = clock.GetElapsedTime(started) };
        return decision;
    }

    // Nothing of the person is looked at for a placement whose purpose they refuse; if all are refused, nothing is even put together.
    private void Know(Decision decision, in PersonRead read)
    {
        var visitor = decision.Visitor;
        visitor.Degraded = read.Failure;
        visitor.Read = read;
        var opened = Permitted.Refused<PersonSnapshot>();
        foreach (var asked in decision.Request.Placements)
        {
            if (permission.For(PurposeOf(decision, asked), decision.Request, read) is { IsGranted: true } granted)
                opened = granted;
        }

        visitor.Consented = opened.IsGranted;
        if (!visitor.Consented)
            return;
        (visitor.Person, visitor.Device, visitor.Position) = (read.Person, read.Device, read.Sealed.Position);
        visitor.Allowed = permission.Allowed(decision.Request, read);
        if (opened.Value is { } person && !decision.Request.Rehearsal) // Of whom nothing could be read, the key is not known: another one would be a flip.
            visitor.Bucketing = bucketing.Choose(decision.Request.Workspace, read.Visitor, decision.Request.AnonymousId is { Length: > 0 } device ? device : decision.Request.UserId, person);
    }

    // What a placement may know of the visitor: put together once for each purpose, from the person as opened for it. Null without leave.
    private VisitorContext? Known(Decision decision, string purpose)
    {
        if (!decision.Visitor.Consented)
            return null;
        if (decision.VisitorFor(purpose) is { } before)
            return before;
        var opened = permission.For(purpose, decision.Request, decision.Visitor.Read);
        if (!opened.IsGranted)
            return null;
        var known = decision.NextVisitor();
        (known.Purpose, known.Asking, known.Features) = (purpose, permission.Asking(purpose), permission.Features(purpose, decision.Request, known.Read));
        context.Fill(known, decision.Request, opened.Value);
        return known;
    }

    private static string PurposeOf(Decision decision, PlacementRequest asked) =>
        decision.Plan.Placements.TryGetValue(asked.Id, out var placement) ? placement.Purpose : Permission.Personalization;

    private void Answer(Decision decision, PlacementRequest asked, bool late)
    {
        var request = decision.Request;
        var (input, answer) = decision.Next();
        var page = PageContext.Of(request.Workspace, catalogue, request.Page, asked.Category ?? request.Category, asked.Item ?? request.Item);
        input.Id = asked.Id.Length > 0 ? asked.Id : page.Placement;
        input.Explain = request.Explain;
        if (!decision.Plan.Placements.TryGetValue(input.Id, out var placement))
            input.Degraded = Degradation.UnknownPlacement;
        else if (placement.Kind is PlacementKind.Choose or PlacementKind.Flag)
            input.Degraded = Degradation.KindNotAvailable;
        input.Placement = placement ?? Nowhere;
        input.Limit = asked.Limit ?? input.Placement.Limit;
        if (input.Degraded == Degradation.None)
            Gather(decision, asked, page, input, late);
        ranker.Answer(input, answer);
    }

    // What a new visitor looked at last: "trending in the viewed category".
    private SymbolKey LastCategory(Decision decision, VisitorContext visitor)
    {
        var touches = visitor.Touches;
        for (var i = touches.Count - 1; i >= 0; i--)
        {
            if (touches[i].Code == EventCode.NotInterested)
                continue;
            var category = touches[i].Category;
            if (category.IsNone && !touches[i].Item.IsNone)
                category = catalogue.Find(decision.Request.Workspace.Id, touches[i].Item)?.CategoryKey ?? default;
            if (!category.IsNone)
                return category;
        }

        return default;
    }

    private const PersonFeatures Used = PersonFeatures.Sessions | PersonFeatures.Taste | PersonFeatures.Purchases;
    private static readonly Placement Nowhere = new() { Id = "" };
    private static readonly VisitorContext Nobody = new(); // Empty, and never filled.

    private void Gather(Decision decision, PlacementRequest asked, in PageContext page, PlacementInput input, bool late)
    {
        var workspace = decision.Request.Workspace;
        var visitor = Known(decision, input.Placement.Purpose) ?? Nobody;
        var granted = visitor != Nobody;
        input.Degraded = decision.Visitor.Degraded | (late ? Degradation.DeadlinePassed : 0)
            | (!granted ? permission.Why(input.Placement.Purpose, decision.Request, decision.Visitor.Read)
                : (visitor.Features & Used) != Used ? Degradation.FeatureNotCovered : 0);

        var shown = granted && !page.Item.IsNone && (visitor.Session.Count == 0 || visitor.Session[^1].Item != page.Item);
        if (shown)
            visitor.Session.Add(new SessionItem(page.Item, decision.AtMs, 1)); // Whoever is on the page of an item is looking at it.
        var category = page.Category.IsNone && granted ? LastCategory(decision, visitor) : page.Category;
        input.Category = category.IsNone ? null : catalogue.Text(workspace.Id, category);
        input.Rung = late || !granted ? Rung.Popular : visitor.Rung;
        decision.Retrieval.Gather(new RetrievalQuery
        {
            Workspace = workspace,
            Session = CollectionsMarshal.AsSpan(visitor.Session),
            History = CollectionsMarshal.AsSpan(visitor.History),
            Category = category,
            Shown = page.Item,
            Seen = visitor.Seen,
            Cart = visitor.Cart,
            Bought = visitor.Bought,
            Declined = visitor.Declined,
            Allowed = visitor.Allowed,
            Asking = visitor.Asking,
            Given = asked.Candidates,
            NowMs = decision.AtMs,
        }, input);
        if (shown)
            visitor.Session.RemoveAt(visitor.Session.Count - 1);
    }
}
