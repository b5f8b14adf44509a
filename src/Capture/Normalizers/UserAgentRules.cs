namespace Kairos.Capture.Normalizers;

/// <summary>Reads one user agent: is it a program, what browser, what system, what kind of device.</summary>
internal static class UserAgentRules
{
    public static Device Read(string sent)
    {
        var text = new UserAgentText(sent);
        var os = OsFamilies.Of(text);
        if (BotSignals.IsBot(text))
            return new Device("bot", os, BotFamilies.Of(text), true);
        var browser = BrowserFamilies.Of(text);
        return new Device(DeviceClasses.Of(text, os, browser), os, browser, false);
    }
}
