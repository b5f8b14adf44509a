using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Bench.Shards;

/// <summary>Generated clicks as capture would record them: seven a visitor, twenty visitors at a time, items by a Zipf-like law.</summary>
internal sealed class ClickEvents(Workspace workspace, int seed)
{
    public const int ClicksEach = 7;
    private const int AtOnce = 20_000;
    private readonly Random _random = new(seed);
    private long _number;

    /// <summary>Key and device of a visitor.</summary>
    public (PersonKey Key, ulong Device) Visitor(long number)
    {
        var id = Encoding.UTF8.GetBytes(Id(number));
        return (PersonKey.Of(workspace, KeyDomain.AnonymousId, id), workspace.Secret.Hash64(KeyDomain.AnonymousId, id));
    }

    /// <summary>Writes the next event.</summary>
    public void Write(JournalBatch batch, int partitions, long startMs)
    {
        var number = _number++;
        var group = number / (AtOnce * ClicksEach);
        var visitor = (group * AtOnce) + (number % AtOnce);
        var atMs = startMs + (number / 3); // 3,000 a second.
        var (key, device) = Visitor(visitor);
        var message = Encoding.UTF8.GetBytes($"ajs-next-{number:x16}-{visitor:x8}");
        var (high, low) = workspace.Secret.Hash(KeyDomain.Message, message);
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = EventKind.Track,
            Workspace = workspace.Id.Value,
            Code = number % 10 == 0 ? EventCode.ProductAdded : EventCode.ProductViewed,
            Message = new MessageKey(high, low),
            Person = key,
            Device = device,
            HappenedAtMs = atMs,
            ReceivedAtMs = atMs + 40,
        });
        writer.Write(EventField.MessageId, message);
        writer.Write(EventField.Name, "product_viewed"u8);
        writer.Write(EventField.AnonymousId, Id(visitor));
        writer.Write(EventField.PagePath, "/shop/shoes/running"u8);
        var item = (int)(20_000 * Math.Pow(_random.NextDouble(), 3));
        var id = Encoding.UTF8.GetBytes($"SKU-{item}");
        var category = Encoding.UTF8.GetBytes($"category-{item % 40}");
        var brand = Encoding.UTF8.GetBytes($"brand-{item % 90}");
        writer.Write(new ItemMention
        {
            Key = new ItemKey(workspace.Secret.Hash64(KeyDomain.Item, id)),
            Id = id,
            Name = "A running shoe with a name"u8,
            Category = category,
            CategoryKey = new SymbolKey(workspace.Secret.Hash64(KeyDomain.Symbol, category)),
            Brand = brand,
            BrandKey = new SymbolKey(workspace.Secret.Hash64(KeyDomain.Symbol, brand)),
            Price = 10 + (item % 300),
            Quantity = 1,
        });
        writer.Write(EventField.Properties, """{"product_id":"SKU-1","name":"A running shoe with a name","price":120,"currency":"EUR"}"""u8);
        writer.End(partitions);
    }

    private static string Id(long number) => $"5f0c1de2-8a4b-4c1e-9d2f-{number:x12}";
}
