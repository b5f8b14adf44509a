using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>The key that experiments know a visitor by for one decision, and who is still to be told of it.</summary>
/// <param name="Key">The key; none when nobody was named, could be read, or allowed it.</param>
/// <param name="From">Why this one.</param>
/// <param name="IsNew">Whether the identifier asked by has not kept it yet.</param>
/// <param name="IsNewForUser">Whether a user who was named besides a device has kept none yet.</param>
public readonly record struct BucketingChoice(BucketingKey Key, BucketingSource From, bool IsNew, bool IsNewForUser);

/// <summary>Why a key was used.</summary>
public enum BucketingSource : byte
{
    /// <summary>Something was decided for this identifier before, by the same key.</summary>
    Kept = 0,

    /// <summary>The device is new; something was decided for its user before.</summary>
    User = 1,

    /// <summary>Nothing was decided for either: it is the person's first-seen key.</summary>
    FirstSeen = 2,
}
