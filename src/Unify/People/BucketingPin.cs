using Kairos.Capture.Events;

namespace Kairos.Unify.People;

/// <summary>The key that an identifier was first decided on by, kept for as long as the identifier is: since version 4 of <see cref="PersonCode"/>.</summary>
/// <param name="Key">The key; none while nothing was decided.</param>
/// <param name="AtMs">When that decision was made, ms since 1970 UTC.</param>
internal readonly record struct BucketingPin(BucketingKey Key, long AtMs)
{
    public void Write(BlobWriter to)
    {
        to.Byte(Key.IsNone ? (byte)0 : (byte)1);
        if (Key.IsNone)
            return;
        to.Fixed64(Key.Value);
        to.Signed(AtMs);
    }

    public static BucketingPin Read(ref BlobReader from) => from.Byte() == 0 ? default : new BucketingPin(new BucketingKey(from.Fixed64()), from.Signed());
}
