namespace Kairos.Decide.Decisions;

/// <summary>Parts that both bodies have.</summary>
internal static class RequestParts
{
    /// <summary>Reads an array of inline events.</summary>
    /// <param name="json">At the array.</param>
    /// <param name="events">Receives them.</param>
    /// <param name="limits">How many there may be.</param>
    public static void Events(this scoped ref MemberReader json, InlineEventReader events, RequestLimits limits)
    {
        var name = json.Name;
        if (!json.EnterArray())
            return;
        for (var i = 0; json.NextValue(); i++)
        {
            json.At(name, i);
            if (i == limits.EventsMax)
                json.Refuse($"is one too many: send at most the latest {limits.EventsMax} events.", RequestFault.TooMany);
            else if (json.IsObject)
                events.Read(ref json);
            else
                json.Refuse("must be an object.");
        }
    }
}
