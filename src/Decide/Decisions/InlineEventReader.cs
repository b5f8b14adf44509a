using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Sessions;

namespace Kairos.Decide.Decisions;

/// <summary>Reads inline events into touches, by the words that capture knows: one touch an item, as the session itself would have it.</summary>
/// <param name="workspace">Whose keys to make.</param>
/// <param name="nowMs">The time of events that name none, and the latest time any can have; ms since 1970 UTC.</param>
/// <param name="consents">Takes what they say of consent: a later one's word replaces an earlier one's.</param>
internal sealed class InlineEventReader(Workspace workspace, long nowMs, ConsentMembers consents)
{
    private const int ItemsMax = 50;
    private readonly List<(ItemKey Item, SymbolKey Category, int Quantity)> _items = [];

    /// <summary>The touches read so far, in the order sent.</summary>
    public List<Touch> Touches { get; } = [];

    /// <summary>Reads the event at hand.</summary>
    /// <param name="json">Within the event.</param>
    public void Read(scoped ref MemberReader json)
    {
        _items.Clear();
        var sent = new Sent();
        Members(ref json, ref sent, nested: false);
        consents.Read();
        if (json.Refusal is not null)
            return;
        if (sent.Item is not null)
            _items.Insert(0, (ItemOf(sent.Item), CategoryOf(sent.Category), sent.Quantity));

        var code = Code(sent);
        var touch = new Touch
        {
            AtMs = Math.Min(sent.AtMs ?? nowMs, nowMs),
            Message = sent.MessageId is null ? 0 : workspace.Hash64(KeyDomain.Message, sent.MessageId),
            Category = CategoryOf(sent.Category),
            Text = code == EventCode.ProductsSearched ? CategoryOf(TextOf(code, sent)) : Exactly(TextOf(code, sent)),
            Price = (float)(sent.Price ?? double.NaN),
            Quantity = 1,
            Code = code,
            Flags = TouchFlags.Inline,
        };
        if (_items.Count == 0)
            Touches.Add(touch);
        foreach (var (item, category, quantity) in _items)
            Touches.Add(touch with { Item = item, Category = category.IsNone ? touch.Category : category, Quantity = quantity });
    }

    private void Members(scoped ref MemberReader json, ref Sent sent, bool nested)
    {
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "event" or "name" when !nested: sent.Name = json.Text(); break;
                case "type" when !nested: sent.Type = json.Text(); break;
                case "timestamp" or "at" when !nested: sent.AtMs = json.Time(); break;
                case "messageId" or "message_id" when !nested: sent.MessageId = json.Text(); break;
                case "context" when !nested && json.IsObject: consents.TakeContext(ref json); break;
                case "properties" when !nested && json.IsObject: Members(ref json, ref sent, nested: true); break;
                case "product_id" or "productId" or "item_id" or "item" or "sku" when !json.IsNested: sent.Item = json.Text()?.Trim() is { Length: > 0 } id ? id : sent.Item; break;
                case "products" or "items" when json.IsArray: Items(ref json); break;
                case "category" when !json.IsNested: sent.Category = json.Text(); break;
                case "quantity": sent.Quantity = json.Number() is >= 1 and <= 1e6 and var many ? (int)many : 1; break;
                case "price": sent.Price = json.Number(); break;
                case "query" when !json.IsNested: sent.Query = json.Text(); break;
                case "attribute" when !json.IsNested: sent.Attribute = json.Text(); break;
                case "value" when !json.IsNested: sent.Value = json.Word(); break;
                case "path" or "url" when !json.IsNested: sent.Path = json.Text(MemberReader.TextBytesMax); break;
                default: json.Skip(); break;
            }
        }
    }

    private void Items(scoped ref MemberReader json)
    {
        while (json.NextValue())
        {
            if (!json.IsObject)
            {
                json.Skip();
                continue;
            }

            var sent = new Sent();
            Members(ref json, ref sent, nested: true);
            if (sent.Item is not null && _items.Count < ItemsMax)
                _items.Add((ItemOf(sent.Item), CategoryOf(sent.Category), sent.Quantity));
        }
    }

    private static EventCode Code(in Sent sent)
    {
        var name = sent.Name ?? sent.Type;
        if (name is null)
            return sent.Item is null ? EventCode.Custom : EventCode.ProductViewed;
        Span<byte> text = stackalloc byte[1024];
        Span<byte> normalized = stackalloc byte[256];
        Encoding.UTF8.TryGetBytes(name, text, out var length); // 512 bytes at most, see MemberReader.Text.
        return EventNames.Normalize(text[..length], normalized, out _);
    }

    private static string? TextOf(EventCode code, in Sent sent) => code switch
    {
        EventCode.ProductsSearched => sent.Query ?? sent.Value,
        EventCode.ProductListFiltered => sent.Attribute is null ? null : $"{sent.Attribute}\0{sent.Value}",
        _ => PageContext.PathOf(sent.Path).ToString(),
    };

    private ItemKey ItemOf(string id) => new(workspace.Hash64(KeyDomain.Item, id));

    private SymbolKey CategoryOf(string? category) => CategoryWords.Key(workspace, category);

    private SymbolKey Exactly(string? text) => new(workspace.Hash64(KeyDomain.Symbol, text));

    private ref struct Sent()
    {
        public string? Name;
        public string? Type;
        public string? MessageId;
        public string? Item;
        public string? Category;
        public string? Query;
        public string? Attribute;
        public string? Value;
        public string? Path;
        public double? Price;
        public long? AtMs;
        public int Quantity = 1;
    }
}
