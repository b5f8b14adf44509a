using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Where an event belongs: with its anonymous id when it has one, else with its user id. No look-up, so that the same event always goes the same way.</summary>
internal static class People
{
    /// <summary>The key an event is routed by.</summary>
    public static PersonKey Of(in Recording at) =>
        at.Has(Slot.AnonymousId) ? Key(at, KeyDomain.AnonymousId, Slot.AnonymousId) : Key(at, KeyDomain.UserId, Slot.UserId);

    /// <summary>The key of an identifier that an event has.</summary>
    public static PersonKey Key(in Recording at, KeyDomain kind, Slot slot) => PersonKey.Of(at.Workspace, kind, at.Drafts.Bytes(at.Draft[slot]));
}
