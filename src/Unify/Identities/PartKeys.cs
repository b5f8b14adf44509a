using System.Numerics;
using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>Names what a shard keeps of one user on one device: what the device did without a name, and what each user did on it, are kept apart.</summary>
internal static class PartKeys
{
    /// <summary>The name of a part. Its partition is the device's.</summary>
    /// <param name="device">Key of the anonymous id.</param>
    /// <param name="user">Key of the user id.</param>
    public static PersonKey Of(PersonKey device, PersonKey user)
    {
        // Both are keyed hashes already; this only has to spread them.
        var low = device.Low ^ BitOperations.RotateLeft(user.High, 31) ^ (user.Low * 0x9E3779B97F4A7C15);
        low = (low ^ (low >> 32)) * 0xD6E8FEB86659FD93;
        return new PersonKey(device.High, low ^ (low >> 29));
    }
}
