using Kairos.Decide.Placements;
using Kairos.Capture.Normalizers;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Decide.Decisions;

/// <summary>Reads the body of <c>POST /api/recommendations</c>: one list, for the page at hand.</summary>
/// <param name="limits">How large it may be.</param>
/// <param name="purposes">What consent statements are about.</param>
/// <param name="tcf">What TC strings mean; null when none are read.</param>
/// <param name="places">Where addresses are; null when nobody knows.</param>
public sealed class RecommendationsReader(RequestLimits limits, PurposePolicy purposes, TcfMapping? tcf = null, IGeography? places = null)
    : BodyReader(limits, purposes, tcf, places)
{
    /// <inheritdoc/>
    private protected override DecisionRequest Members(scoped ref MemberReader json, DecisionRequest request, InlineEventReader events, ConsentMembers consents)
    {
        var placement = new PlacementRequest { Id = "" };
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "session_id": request = request with { AnonymousId = json.Text() ?? "" }; break;
                case "user_id": request = request with { UserId = json.Text() ?? "" }; break;
                case "user_hash": request = request with { UserHash = json.Text() }; break;
                case "current_page": request = request with { Page = json.Text(MemberReader.TextBytesMax) }; break;
                case "category": request = request with { Category = json.Text() }; break;
                case "product_id": request = request with { Item = json.Text()?.Trim() }; break;
                case "events_in_session": json.Events(events, Limits); break;
                case "limit": placement = placement with { Limit = json.Integer(1, Placement.LimitMax) }; break;
                case "placement": placement = placement with { Id = json.Text() ?? "" }; break;
                case "deadline_ms": request = request with { DeadlineMs = json.Integer(1, Limits.DeadlineMsMax) ?? Limits.DeadlineMs }; break;
                case "explain": request = request with { Explain = json.Flag() }; break;
                case "context" when json.IsObject: consents.TakeContext(ref json); break;
                case var name when ConsentMembers.Has(name): consents.Take(ref json); break;
                case "location": request = json.Location(request); break;
                default: json.Skip(); break;
            }

            json.At("");
        }

        return request with { Events = [.. events.Touches], Placements = [placement] };
    }
}
