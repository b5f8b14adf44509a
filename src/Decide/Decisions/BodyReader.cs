using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Capture.Normalizers;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Reads the body of a decision request. Unknown members are passed over; known ones of a wrong type are refused by name.</summary>
/// <param name="limits">How large it may be.</param>
/// <param name="purposes">What consent statements are about.</param>
/// <param name="tcf">What TC strings mean; null when none are read.</param>
/// <param name="places">Where addresses are; null when nobody knows.</param>
public abstract class BodyReader(RequestLimits limits, PurposePolicy purposes, TcfMapping? tcf, IGeography? places)
{
    private protected RequestLimits Limits => limits;

    private readonly ConsentReading _consent = new(purposes, tcf);

    private protected IGeography? Places => places;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The whole body, UTF-8.</param>
    /// <param name="workspace">The workspace that the caller's key opened.</param>
    /// <param name="nowMs">The time now, ms since 1970 UTC.</param>
    /// <param name="globalPrivacyControl">Whether the request bore <c>Sec-GPC: 1</c>.</param>
    /// <param name="refusal">Why it was not understood, or null.</param>
    /// <returns>The request, or null.</returns>
    public DecisionRequest? Read(ReadOnlySpan<byte> body, Workspace workspace, long nowMs, bool globalPrivacyControl, out RequestRefusal? refusal)
    {
        var json = new MemberReader(body);
        var request = new DecisionRequest
        {
            Workspace = workspace,
            DeadlineMs = limits.DeadlineMs,
        };
        var (said, before) = (new ConsentMembers(_consent), new ConsentMembers(_consent));
        try
        {
            if (json.Start() && json.EnterObject())
                request = Members(ref json, request, new InlineEventReader(workspace, nowMs, before), said);
            if (json.Refusal is null)
                json.AtEnd();
        }
        catch (JsonException wrong)
        {
            refusal = MemberReader.NotJson(wrong);
            return null;
        }

        said.Read();
        request = request with { Consent = said.Stated.Over(before.Stated).WithGlobalPrivacyControl(globalPrivacyControl) }; // The request is later than what was done before it.

        refusal = json.Refusal ?? Missing(request);
        return refusal is null ? request : null;
    }

    /// <summary>Reads the members of the body.</summary>
    /// <param name="json">Within the body.</param>
    /// <param name="request">What is known without it.</param>
    /// <param name="events">Reads its inline events.</param>
    /// <param name="consents">Takes what it says of consent.</param>
    private protected abstract DecisionRequest Members(scoped ref MemberReader json, DecisionRequest request, InlineEventReader events, ConsentMembers consents);

    /// <summary>What must be in the body and is not; null when nothing is missing.</summary>
    /// <param name="request">The request as read.</param>
    private protected virtual RequestRefusal? Missing(DecisionRequest request) => null;
}
