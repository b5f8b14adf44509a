using System.Net;
using System.Text.Json;

namespace Kairos.Capture.Imports;

/// <summary>Sends batches to <c>POST /v1/import</c>. What may pass is tried again: after as long as the server asks for, else after a wait that doubles.</summary>
/// <param name="http">Knows the server's address and the key.</param>
/// <param name="patience">How long it is tried without any success.</param>
/// <param name="clock">The time.</param>
/// <param name="tell">Is told why it waits.</param>
internal sealed class ServerSink(HttpClient http, TimeSpan patience, TimeProvider clock, Action<string> tell) : IImportSink
{
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(10);

    public async Task<SinkAnswer> Take(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        for (var wait = WaitMin; ; wait = wait * 2 < WaitMax ? wait * 2 : WaitMax)
        {
            cancel.ThrowIfCancellationRequested();
            var (answer, asked, why) = await Try(body, cancel);
            if (answer is not null)
                return answer;
            var pause = asked ?? wait;
            if (clock.GetElapsedTime(begun) + pause > patience)
                return new SinkAnswer(SinkOutcome.GaveUp, why);
            tell($"{why}; trying again in {pause.TotalSeconds:0.#} s");
            await Task.Delay(pause, clock, cancel);
        }
    }

    // A batch on its way is waited for a little when the import is to stop: so that what became of it is known.
    private async Task<(SinkAnswer? Answer, TimeSpan? Wait, string? Why)> Try(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        using var stop = new CancellationTokenSource();
        await using var ending = cancel.Register(static source => ((CancellationTokenSource)source!).CancelAfter(FinishWithin), stop);
        try
        {
            using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new("application/json") } };
            using var answer = await http.PostAsync("/v1/import", content, stop.Token);
            var text = await answer.Content.ReadAsStringAsync(stop.Token);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => (Taken(text), null, null),
                HttpStatusCode.RequestEntityTooLarge => (new SinkAnswer(SinkOutcome.TooLarge, text), null, null),
                HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                    (null, Asked(answer), $"the server answered {(int)answer.StatusCode}"),
                _ => (new SinkAnswer(SinkOutcome.Refused, $"The server answered {(int)answer.StatusCode}: {text}"), null, null),
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, null, "no answer from the server: " + broken.Message);
        }
    }

    private TimeSpan? Asked(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - clock.GetUtcNow();
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static SinkAnswer Taken(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new SinkAnswer(SinkOutcome.Taken)
        {
            Rejected = root.TryGetProperty("rejected", out var rejected)
                ? [.. rejected.EnumerateArray().Select(static one => (one.GetProperty("index").GetInt32(), one.GetProperty("reason").GetString()!, one.GetProperty("detail").GetString()!))]
                : [],
            Withheld = root.TryGetProperty("withheld", out var withheld) ? withheld.GetArrayLength() : 0,
        };
    }
}
