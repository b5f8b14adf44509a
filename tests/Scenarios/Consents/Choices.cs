using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Consents;

/// <summary>What a visitor says of consent, by each way there is.</summary>
/// <param name="home">Whose server.</param>
internal sealed class Choices(ServerHome home)
{
    private readonly CaptureCaller _capture = new(home);
    private readonly ApiCaller _server = new(home);
    private readonly ApiCaller _browser = new(home, home.WriteKey);

    /// <summary>How many ways there are.</summary>
    public const int Ways = 4;

    /// <summary>Says yes or no to personalization.</summary>
    /// <param name="visitor">The anonymous id.</param>
    /// <param name="granted">Yes or no.</param>
    /// <param name="way">0: our own call with a secret key; 1: the preference centre; 2: an event of a consent tool, refusing everything or nothing; 3: an event that says it in passing.</param>
    public async Task Say(string visitor, bool granted, int way)
    {
        if (granted)
            await NextMillisecond();
        var choice = new JsonObject { ["personalization"] = granted };
        switch (way)
        {
            case 0:
                await Put(_server, $"/v1/profiles/anonymousId:{visitor}/consent", new JsonObject { ["purposes"] = choice, ["textVersion"] = "v7" });
                break;
            case 1:
                await Put(_browser, "/v1/preferences", new JsonObject { ["anonymousId"] = visitor, ["purposes"] = choice });
                break;
            default:
                if (way == 2)
                    choice["analytics"] = granted; // All that uses events: the event itself is then kept for nobody.
                var answer = await _capture.Post("/v1/track", new JsonObject
                {
                    ["messageId"] = Guid.NewGuid().ToString("N"),
                    ["anonymousId"] = visitor,
                    ["event"] = way == 2 ? "Consent Updated" : "Banner Closed",
                    ["context"] = new JsonObject { ["consent"] = new JsonObject { ["categoryPreferences"] = choice } },
                }.ToJsonString());
                answer.Acknowledged.ShouldBeTrue(answer.Body);
                break;
        }
    }

    /// <summary>Of two choices in one millisecond the no stays: a yes is said in a later one.</summary>
    public static async Task NextMillisecond()
    {
        for (var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(); DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() == now;)
            await Task.Yield();
    }

    /// <summary>Puts a body that must be answered 200.</summary>
    public static async Task<JsonElement> Put(ApiCaller caller, string path, JsonNode body)
    {
        var (status, text) = await caller.Send(HttpMethod.Put, path, body.ToJsonString());
        status.ShouldBe(HttpStatusCode.OK, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
