using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Whose event it is: the anonymous id's when there is one, since it was there first; else whoever the user id leads to.</summary>
/// <param name="routes">Which user ids lead to whom.</param>
internal sealed class People(IPersonRoutes routes)
{
    /// <summary>The key an event is routed by. It is written into the record, so that reading the journal again gives the same.</summary>
    public PersonKey Of(in Recording at, long atMs)
    {
        if (!at.Has(Slot.UserId))
            return Key(at, KeyDomain.AnonymousId, Slot.AnonymousId);
        var user = Key(at, KeyDomain.UserId, Slot.UserId);
        if (!at.Has(Slot.AnonymousId))
            return routes.Find(at.Workspace.Id, user);
        var person = Key(at, KeyDomain.AnonymousId, Slot.AnonymousId);
        routes.Note(at.Workspace.Id, user, person, atMs);
        return person;
    }

    private static PersonKey Key(in Recording at, KeyDomain domain, Slot slot) =>
        PersonKey.Of(at.Workspace, domain, at.Drafts.Bytes(at.Draft[slot]));
}
