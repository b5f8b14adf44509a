using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Whose event it is: the anonymous id's when there is one, since it was there first; else the user id's.</summary>
internal static class People
{
    /// <summary>The key an event is routed by.</summary>
    public static PersonKey Of(in Recording at) => at.Has(Slot.AnonymousId)
        ? PersonKey.Of(at.Workspace, KeyDomain.AnonymousId, at.Drafts.Bytes(at.Draft[Slot.AnonymousId]))
        : PersonKey.Of(at.Workspace, KeyDomain.UserId, at.Drafts.Bytes(at.Draft[Slot.UserId]));
}
