using System.Numerics;
using Kairos.Capture.Events;

namespace Kairos.Capture.Consents;

/// <summary>The identifiers of an event under which something may have been said before.</summary>
/// <param name="Device">Key of its anonymous id, or none.</param>
/// <param name="User">Key of its user id, or none.</param>
internal readonly record struct StandingKeys(PersonKey Device, PersonKey User)
{
    /// <summary>What this user said on this device.</summary>
    public PersonKey Both => new(Device.High, Spread(Device.Low ^ BitOperations.RotateLeft(User.High, 27) ^ (User.Low * 0x9E3779B97F4A7C15)));

    /// <summary>What any user said on this device.</summary>
    public PersonKey Anybody => AnybodyOn(Device);

    /// <summary>What any user said on a device.</summary>
    /// <param name="device">Key of its anonymous id.</param>
    public static PersonKey AnybodyOn(PersonKey device) => new(device.High, Spread(device.Low ^ 0xC2B2AE3D27D4EB4F));

    // Keyed hashes already: this only has to tell them apart.
    private static ulong Spread(ulong low)
    {
        low = (low ^ (low >> 32)) * 0xD6E8FEB86659FD93;
        return low ^ (low >> 29);
    }
}
