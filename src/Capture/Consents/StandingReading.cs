using Kairos.Capture.Erasure;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Consents;

/// <summary>Takes from records of the journal what was said of consent, and who was erased.</summary>
/// <param name="consents">Remembers it.</param>
/// <param name="policies">The purposes by name.</param>
/// <param name="workspaces">Finds a workspace, for its secret.</param>
internal sealed class StandingReading(StandingConsents consents, PurposePolicies policies, Func<WorkspaceId, Workspace?> workspaces)
{
    /// <summary>Takes one record.</summary>
    /// <param name="record">Its bytes.</param>
    public void Apply(ReadOnlySpan<byte> record)
    {
        if (record.Length < EventHeader.Bytes || record[0] != EventHeader.Version)
            return; // Erased, or of another kind.
        var view = new EventView(record);
        var header = view.Header;
        if (header.Kind == EventKind.Erased)
        {
            if (header.HappenedAtMs == header.ReceivedAtMs && !header.Person.IsNone)
                consents.Forget([.. EraseMark.Read(view).Keys], header.ReceivedAtMs);
        }
        else if ((header.Flags & (EventFlags.StatesConsent | EventFlags.Anonymized)) == EventFlags.StatesConsent)
        {
            Note(view, header);
        }
    }

    private void Note(in EventView view, in EventHeader header)
    {
        ushort granted = 0, refused = 0;
        var (device, user) = (PersonKey.None, PersonKey.None);
        if (workspaces(new WorkspaceId(header.Workspace)) is not { } workspace)
            return;
        foreach (var field in view)
        {
            switch (field.Field)
            {
                case EventField.AnonymousId: device = PersonKey.Of(workspace, KeyDomain.AnonymousId, field.Value); break;
                case EventField.UserId: user = PersonKey.Of(workspace, KeyDomain.UserId, field.Value); break;
                case EventField.Consent when field.Value.Length > 1 && policies.Standard.Find(field.Value[1..]) is { } purpose:
                    if (field.Value[0] == 1)
                        granted |= PurposePolicy.Bit(purpose.Index);
                    else
                        refused |= PurposePolicy.Bit(purpose.Index);
                    break;
            }
        }

        if (!device.IsNone || !user.IsNone)
            consents.Note(new StandingKeys(device, user), granted, refused, header.HappenedAtMs, header.ReceivedAtMs, header.Code == EventCode.ConsentUpdated);
    }
}
