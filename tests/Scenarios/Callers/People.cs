using System.Net;
using System.Text.Json;

namespace Kairos.Scenarios.Callers;

/// <summary>An event as the server lists it.</summary>
internal sealed record KeptEvent(string MessageId, string Name, string Kind);

/// <summary>Asks the server about people.</summary>
/// <param name="api">With a secret key.</param>
internal sealed class People(ApiCaller api)
{
    /// <summary>What it knows of a person; <see cref="PersonView.Nobody"/> when it knows none.</summary>
    /// <param name="id">The identifier.</param>
    /// <param name="type">Its type.</param>
    public async Task<PersonView> Find(string id, string type = "anonymousId")
    {
        var (status, body) = await api.Send(HttpMethod.Get, Path(type, id));
        if (status == HttpStatusCode.NotFound)
            return PersonView.Nobody;
        status.ShouldBe(HttpStatusCode.OK, body);
        using var document = JsonDocument.Parse(body);
        return PersonView.Read(document.RootElement);
    }

    /// <summary>All events of a person, page by page, as the journal holds them.</summary>
    /// <param name="id">The identifier.</param>
    /// <param name="type">Its type.</param>
    /// <param name="page">How many a page.</param>
    public async Task<List<KeptEvent>> Events(string id, string type = "anonymousId", int page = 500)
    {
        var all = new List<KeptEvent>();
        string? cursor = null;
        do
        {
            var (status, body) = await api.Send(HttpMethod.Get, $"{Path(type, id)}/events?limit={page}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            if (status == HttpStatusCode.NotFound)
                return all;
            status.ShouldBe(HttpStatusCode.OK, body);
            using var document = JsonDocument.Parse(body);
            foreach (var kept in document.RootElement.GetProperty("events").EnumerateArray())
                all.Add(new KeptEvent(kept.GetProperty("messageId").GetString()!, kept.GetProperty("name").GetString()!, kept.GetProperty("kind").GetString()!));
            cursor = document.RootElement.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Items touched in the sessions kept, one for each touch.</summary>
    /// <param name="id">The anonymous id.</param>
    public async Task<List<string>> Touched(string id)
    {
        var answer = await api.Get(Path("anonymousId", id) + "/sessions");
        return
        [
            .. from session in answer.GetProperty("sessions").EnumerateArray()
               from touch in session.GetProperty("touches").EnumerateArray()
               where touch.TryGetProperty("item", out _)
               select touch.GetProperty("item").GetString()!,
        ];
    }

    private static string Path(string type, string id) => $"/v1/profiles/{type}:{Uri.EscapeDataString(id)}";
}
