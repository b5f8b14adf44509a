using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>The name an event is stored by.</summary>
internal static class Names
{
    /// <summary>
    /// Finds name and code; calls other than track have names of ours. The <paramref name="name"/> lies in <paramref name="buffer"/> or is
    /// a constant, and is empty when the name sent has no letter or digit.
    /// </summary>
    public static EventCode Of(in Recording at, Span<byte> buffer, out ReadOnlySpan<byte> name)
    {
        switch (at.Draft.Kind)
        {
            case EventKind.Page:
                name = "page_viewed"u8;
                return EventCode.PageViewed;
            case EventKind.Screen:
                name = "screen_viewed"u8;
                return EventCode.ScreenViewed;
            case EventKind.Identify:
                name = "identified"u8;
                return EventCode.Identified;
            case EventKind.Group:
                name = "grouped"u8;
                return EventCode.Grouped;
            case EventKind.Alias:
                name = "aliased"u8;
                return EventCode.Aliased;
        }

        var code = EventNames.Normalize(at.Drafts.Bytes(at.Draft[Slot.Event]), buffer, out var length);
        name = buffer[..length];
        return code == EventCode.DecisionServed ? EventCode.Custom : code; // What we served, only we can say.
    }
}
