using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>Whom a request is about, as far as it says.</summary>
/// <param name="Key">Key of the anonymous id if there is one, else of the user id: what events of theirs are routed by. None when nobody was named.</param>
/// <param name="Device">The device whose session is the current one, or zero for the latest of any.</param>
/// <param name="User">Key of the user id when there is an anonymous id too; else none.</param>
public readonly record struct VisitorKeys(PersonKey Key, ulong Device, PersonKey User = default)
{
    /// <summary>Whether nobody was named.</summary>
    public bool IsNone => Key.IsNone;
}
