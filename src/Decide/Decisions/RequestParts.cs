using System.Text;
using System.Text.Json;
using Kairos.Govern.Purposes;

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

    /// <summary>Reads <c>{"categoryPreferences":{"Advertising":false}}</c> as consent tools write it.</summary>
    /// <param name="json">At the object.</param>
    /// <param name="stated">What was stated before.</param>
    /// <param name="purposes">What it may be about.</param>
    public static StatedConsent Consent(this scoped ref MemberReader json, StatedConsent stated, PurposePolicy purposes)
    {
        if (!json.EnterObject())
            return stated;
        while (json.NextMember())
        {
            if (json.Name != "categoryPreferences" || !json.IsObject)
            {
                json.Skip();
                continue;
            }

            while (json.NextMember())
            {
                var granted = json.IsTrue; // Anything but a clear yes is a refusal.
                stated = stated.With(purposes, Encoding.UTF8.GetBytes(json.Name), granted);
                json.Skip();
            }
        }

        return stated;
    }
}
