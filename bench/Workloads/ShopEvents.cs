using System.Text;
using Kairos.Bench.Load;
using Kairos.Bench.Servers;

namespace Kairos.Bench.Workloads;

/// <summary>Product views as a browser sends them (about 600 bytes), singly or in batches: every message id new, items by Zipf's law, a visitor for about ten clicks.</summary>
public sealed class ShopEvents
{
    private const string Event = """
        {"messageId":"ajs-next-1767225600-@M@@@@@@@@@@@","type":"track","event":"Product Viewed","anonymousId":"visitor-@V@@@@@@@","timestamp":"@T@@@@@@@@@@@@@@@@@@@@@@","properties":{"product_id":"SKU-@I@@@@","name":"Trail runner @I@@@@","category":"category-@C@","brand":"brand-@B@","price":89.90,"currency":"EUR"},"context":{"library":{"name":"analytics.js","version":"npm:next-1.84.3"},"page":{"path":"/p/SKU-@I@@@@","url":"https://shop.example/p/SKU-@I@@@@","title":"Trail runner","referrer":""},"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36","locale":"en-GB"},"integrations":{}}
        """;

    private readonly Zipf _items;
    private readonly HttpTemplate[] _templates;
    private readonly Random[] _random;
    private readonly long[] _item;
    private long _message;
    private readonly int _visitors;

    /// <param name="path">Where to post; <c>/v1/batch</c> and <c>/durable-batch</c> take batches.</param>
    /// <param name="batch">Events a request.</param>
    /// <param name="connections">How many ask at once.</param>
    /// <param name="visitors">How many visitors there are.</param>
    /// <param name="now">From which the message ids are counted.</param>
    public ShopEvents(string path, int batch, int connections, int visitors, DateTimeOffset now)
    {
        _items = new Zipf(10_000, 1.0);
        _visitors = visitors;
        _message = now.ToUnixTimeSeconds() % 100_000 * 1_000_000; // A later run must not repeat the ids of an earlier one: repeats are dropped, and cost less.
        var one = Event.Trim();
        var body = batch == 1 ? one : Many(one, batch);
        _templates = [.. Enumerable.Range(0, connections).Select(_ => new HttpTemplate(path, ServerProcess.WriteKey, body))];
        _random = [.. Enumerable.Range(0, connections).Select(i => new Random(i))];
        _item = new long[connections];
    }

    public ReadOnlyMemory<byte> Next(int connection)
    {
        var random = _random[connection];
        return _templates[connection].Fill(field =>
        {
            switch (field)
            {
                case 'M':
                    _item[connection] = _items.Next(random);
                    return Interlocked.Increment(ref _message);
                case 'V':
                    return random.Next(_visitors);
                case 'C':
                    return _item[connection] % 50;
                case 'B':
                    return _item[connection] % 97;
                default:
                    return _item[connection];
            }
        });
    }

    private static string Many(string one, int batch)
    {
        var text = new StringBuilder("{\"batch\":[");
        for (var i = 0; i < batch; i++)
            text.Append(i == 0 ? "" : ",").Append(one);
        return text.Append("]}").ToString();
    }
}
