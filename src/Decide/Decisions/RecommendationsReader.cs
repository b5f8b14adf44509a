using System.Text.Json;
using Kairos.Decide.Placements;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Reads the body of <c>POST /api/recommendations</c>: one list, for the page at hand.</summary>
/// <param name="limits">How large it may be.</param>
/// <param name="purposes">What consent statements are about.</param>
public sealed class RecommendationsReader(RequestLimits limits, PurposePolicy purposes)
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The whole body, UTF-8.</param>
    /// <param name="workspace">The workspace that the caller's key opened.</param>
    /// <param name="nowMs">The time now, ms since 1970 UTC.</param>
    /// <param name="globalPrivacyControl">Whether the request bore <c>Sec-GPC: 1</c>.</param>
    /// <param name="refusal">Why it was not understood, or null.</param>
    /// <returns>The request, with one placement that may still be unnamed; or null.</returns>
    public DecisionRequest? Read(ReadOnlySpan<byte> body, Workspace workspace, long nowMs, bool globalPrivacyControl, out RequestRefusal? refusal)
    {
        var json = new MemberReader(body);
        var request = new DecisionRequest
        {
            Workspace = workspace,
            DeadlineMs = limits.DeadlineMs,
            Consent = StatedConsent.Nothing.WithGlobalPrivacyControl(globalPrivacyControl),
        };
        try
        {
            if (json.Start() && json.EnterObject())
                request = Members(ref json, request, new InlineEventReader(workspace, nowMs));
            if (json.Refusal is null)
                json.AtEnd();
        }
        catch (JsonException wrong)
        {
            refusal = MemberReader.NotJson(wrong);
            return null;
        }

        refusal = json.Refusal;
        return refusal is null ? request : null;
    }

    private DecisionRequest Members(scoped ref MemberReader json, DecisionRequest request, InlineEventReader events)
    {
        var placement = new PlacementRequest { Id = "" };
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "session_id": request = request with { AnonymousId = json.Text() ?? "" }; break;
                case "user_id": request = request with { UserId = json.Text() ?? "" }; break;
                case "current_page": request = request with { Page = json.Text(MemberReader.TextBytesMax) }; break;
                case "category": request = request with { Category = json.Text() }; break;
                case "product_id": request = request with { Item = json.Text()?.Trim() }; break;
                case "events_in_session": json.Events(events, limits); break;
                case "limit": placement = placement with { Limit = json.Integer(1, Placement.LimitMax) }; break;
                case "placement": placement = placement with { Id = json.Text() ?? "" }; break;
                case "deadline_ms": request = request with { DeadlineMs = json.Integer(1, limits.DeadlineMsMax) ?? limits.DeadlineMs }; break;
                case "explain": request = request with { Explain = json.Flag() }; break;
                case "consent": request = request with { Consent = json.Consent(request.Consent, purposes) }; break;
                default: json.Skip(); break;
            }

            json.At("");
        }

        return request with { Events = [.. events.Touches], Placements = [placement] };
    }
}
