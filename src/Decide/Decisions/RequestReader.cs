using Kairos.Capture.Normalizers;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Decide.Decisions;

/// <summary>Reads the body of <c>POST /v1/decide</c>. Unknown members are passed over; known ones of a wrong type are refused by name.</summary>
/// <param name="limits">How large it may be.</param>
/// <param name="purposes">What consent statements are about.</param>
/// <param name="tcf">What TC strings mean; null when none are read.</param>
/// <param name="places">Where addresses are; null when nobody knows.</param>
public sealed class RequestReader(RequestLimits limits, PurposePolicy purposes, TcfMapping? tcf = null, IGeography? places = null)
    : BodyReader(limits, purposes, tcf, places)
{
    /// <inheritdoc/>
    private protected override RequestRefusal? Missing(DecisionRequest request) => request.Placements.Count > 0 ? null
        : new RequestRefusal(RequestFault.WrongMember, "placements", "placements must name at least one placement, as [{\"id\":\"home-recs\"}].");

    /// <inheritdoc/>
    private protected override DecisionRequest Members(scoped ref MemberReader json, DecisionRequest request, InlineEventReader events, ConsentMembers consents)
    {
        var placements = new List<PlacementRequest>();
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "user": request = User(ref json, request); break;
                case "context": request = Context(ref json, request, consents); break;
                case "events": json.Events(events, Limits); break;
                case "placements": Placements(ref json, placements); break;
                case "deadlineMs": request = request with { DeadlineMs = json.Integer(1, Limits.DeadlineMsMax) ?? Limits.DeadlineMs }; break;
                case "explain": request = request with { Explain = json.Flag() }; break;
                default: json.Skip(); break;
            }

            json.At("");
        }

        return request with { Events = [.. events.Touches], Placements = placements };
    }

    private static DecisionRequest User(scoped ref MemberReader json, DecisionRequest request)
    {
        if (!json.EnterObject())
            return request;
        json.At("user");
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "anonymousId": request = request with { AnonymousId = json.Text() ?? "" }; break;
                case "userId": request = request with { UserId = json.Text() ?? "" }; break;
                default: json.Skip(); break;
            }
        }

        return request;
    }

    private DecisionRequest Context(scoped ref MemberReader json, DecisionRequest request, ConsentMembers consents)
    {
        if (!json.EnterObject())
            return request;
        json.At("context");
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "page" when !json.IsNested: request = request with { Page = json.Text(MemberReader.TextBytesMax) }; break;
                case "page": request = Page(ref json, request); break;
                case "userHash": request = request with { UserHash = json.Text() }; break;
                case "ip" when Places is not null: request = Places.Locate(json.Text(), request); break;
                case "location": request = json.Location(request); break;
                case var name when ConsentMembers.Has(name): consents.Take(ref json); break;
                default: json.Skip(); break;
            }

            json.At("context");
        }

        return request;
    }

    private static DecisionRequest Page(scoped ref MemberReader json, DecisionRequest request)
    {
        if (!json.EnterObject())
            return request;
        json.At("context.page");
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "path" or "url": request = request with { Page = (json.Name == "url" ? request.Page : null) ?? json.Text(MemberReader.TextBytesMax) ?? request.Page }; break;
                case "category": request = request with { Category = json.Text() }; break;
                case "item" or "product_id": request = request with { Item = json.Text()?.Trim() }; break;
                default: json.Skip(); break;
            }
        }

        return request;
    }

    private void Placements(scoped ref MemberReader json, List<PlacementRequest> placements)
    {
        if (!json.EnterArray())
            return;
        while (json.NextValue())
        {
            json.At("placements", placements.Count);
            if (placements.Count == Limits.PlacementsMax)
                json.Refuse($"is one too many: ask for at most {Limits.PlacementsMax} placements at a time.", RequestFault.TooMany);
            else if (PlacementReader.Read(ref json, Limits, placements.Count) is { } placement)
                placements.Add(placement);
        }
    }
}
