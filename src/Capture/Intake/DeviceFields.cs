using System.Runtime.CompilerServices;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Finds out what an event was sent from, and writes it.</summary>
internal sealed class DeviceFields(UserAgents agents)
{
    private const int AgentBytesMax = 1_024;

    /// <summary>Finds the device by the user agent in the context; without one, by the request's, when that is a browser's.</summary>
    [SkipLocalsInit]
    public Device Find(in Recording at, in Origin origin)
    {
        Span<byte> header = stackalloc byte[AgentBytesMax];
        scoped ReadOnlySpan<byte> agent = at.Text(Slot.UserAgent);
        if (agent.IsEmpty && origin.UserAgent is { Length: <= AgentBytesMax } sent && sent.StartsWith("Mozilla/", StringComparison.Ordinal))
            agent = header[..Encoding.ASCII.GetBytes(sent, header)];
        if (agent.IsEmpty)
            return Device.Unknown;

        var hints = new ClientHints
        {
            Mobile = at.Draft[Slot.AgentMobile].Kind switch { SentKind.True => "?1"u8, SentKind.False => "?0"u8, _ => default },
            Platform = at.Text(Slot.AgentPlatform),
        };
        return hints.IsNone ? agents.Parse(agent) : agents.Parse(agent, hints);
    }

    /// <summary>Whether a server library sent the event: it says so, or its library's name does.</summary>
    public static bool IsServer(in Recording at)
    {
        if (at.Text(Slot.Channel).SequenceEqual("server"u8))
            return true;
        var library = at.Text(Slot.Library);
        return library.EndsWith("node"u8) || library.EndsWith("python"u8) || library.EndsWith("ruby"u8) || library.EndsWith("go"u8)
            || library.EndsWith("php"u8) || library.EndsWith("java"u8) || library.EndsWith("rust"u8) || library.EndsWith(".net"u8) || library.EndsWith("csharp"u8);
    }

    /// <summary>Writes the fields; what is unknown is left out.</summary>
    public static void Write(Device device, EventWriter writer)
    {
        if (ReferenceEquals(device, Device.Unknown))
            return;
        writer.Write(EventField.DeviceClass, device.Class.AsSpan());
        writer.Write(EventField.Os, device.Os.AsSpan());
        writer.Write(EventField.Browser, device.Browser.AsSpan());
    }
}
