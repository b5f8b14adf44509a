using System.Globalization;
using System.Net;
using System.Text;
using Kairos.Bench.Servers;

namespace Kairos.Bench.Workloads;

/// <summary>Past sessions to decide by: generated from a seed, items by Zipf's law, neighbours in rank bought together, about five clicks a session.</summary>
public sealed class ShopHistory(int items, int sessions, int seed)
{
    private readonly Zipf _zipf = new(items, 0.9);

    /// <summary>Posts all sessions in batches, in time order, ending now. Answers the number of clicks.</summary>
    public async Task<long> Post(HttpClient client, DateTimeOffset now, int clicksMean = 5)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var pending = new List<Task>();
        long clicks = 0;
        var inBatch = 0;
        var gap = TimeSpan.FromDays(20) / sessions;
        for (var s = 0; s < sessions; s++)
        {
            var at = now - TimeSpan.FromDays(20) - TimeSpan.FromHours(1) + gap * s;
            var item = _zipf.Next(random);
            var length = 1 + random.Next(2 * clicksMean - 1);
            for (var c = 0; c < length; c++, clicks++)
            {
                text.Append(text.Length == 0 ? "{\"batch\":[" : ",")
                    .Append(CultureInfo.InvariantCulture, $"{{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"h{s}-{c}\",\"anonymousId\":\"past-{s}\",\"timestamp\":\"{at.AddSeconds(20 * c):yyyy-MM-ddTHH:mm:ssZ}\",\"properties\":{{\"product_id\":\"SKU-{item:00000}\",\"category\":\"category-{item % 50}\",\"price\":{10 + item % 90}}}}}");
                item = random.Next(3) == 0 ? _zipf.Next(random) : (item + 1 + random.Next(5)) % items;
                if (++inBatch < 1000)
                    continue;
                await Flush();
            }
        }

        await Flush();
        await Task.WhenAll(pending);
        return clicks;

        async Task Flush()
        {
            if (inBatch == 0)
                return;
            var body = text.Append("]}").ToString();
            text.Clear();
            inBatch = 0;
            pending.Add(Send(body));
            if (pending.Count < 4)
                return;
            await Task.WhenAll(pending);
            pending.Clear();
        }

        async Task Send(string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/v1/batch", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>A client with the write key, for a server.</summary>
    public static HttpClient Client(IPEndPoint server)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://{server}") };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(ServerProcess.WriteKey + ":")));
        return client;
    }
}
