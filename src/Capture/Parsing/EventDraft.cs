using Kairos.Capture.Events;

namespace Kairos.Capture.Parsing;

/// <summary>One event as parsed: nothing copied, only places in the body of its <see cref="DraftBatch"/>. Used again for other events.</summary>
public sealed class EventDraft
{
    internal const int SlotCount = (int)Slot.Item + (int)ItemSlot.Count;

    private readonly SentValue[] _slots = new SentValue[SlotCount];
    private SentValue[] _items = [];

    internal EventDraft()
    {
    }

    /// <summary>Which of its request's events it is, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>What shape of call it is; meaningless when refused as <see cref="Refusal.UnknownType"/>.</summary>
    public EventKind Kind { get; internal set; }

    /// <summary>Why it is not taken, or <see cref="Refusal.None"/>.</summary>
    public Refusal Refusal { get; internal set; }

    /// <summary>More about the refusal, or null.</summary>
    public string? Detail { get; internal set; }

    /// <summary>Whether it was acknowledged but not kept, because nobody consented to any use of it.</summary>
    public bool Withheld { get; internal set; }

    /// <summary>The whole event as sent.</summary>
    public SentValue Raw { get; internal set; }

    /// <summary>Its message id, as far as it is a text or a number.</summary>
    public SentValue MessageId => this[Slot.MessageId];

    internal SentValue this[Slot slot] => _slots[(int)slot];

    internal Span<SentValue> Slots => _slots;

    internal ReadOnlySpan<SentValue> OwnItem => _slots.AsSpan((int)Slot.Item, (int)ItemSlot.Count);

    internal int ItemCount { get; set; }

    internal List<SentValue> Rest { get; } = [];

    internal List<SentValue> Addresses { get; } = [];

    internal List<SentValue> Proofs { get; } = [];

    internal List<(SentValue Name, SentValue Value)> Filters { get; } = [];

    internal List<(SentValue Purpose, bool Granted)> Consents { get; } = [];

    internal List<SentValue> TcStrings { get; } = [];

    /// <summary>Whether it says something of consent that cannot be read: a no to everything.</summary>
    internal bool ConsentUnreadable { get; set; }

    internal List<(SentValue Type, SentValue Id)> ExternalIds { get; } = [];

    internal ReadOnlySpan<SentValue> ItemAt(int index) => _items.AsSpan(index * (int)ItemSlot.Count, (int)ItemSlot.Count);

    internal Span<SentValue> AddItem()
    {
        var start = ItemCount++ * (int)ItemSlot.Count;
        if (_items.Length < start + (int)ItemSlot.Count)
            Array.Resize(ref _items, Math.Max(_items.Length * 2, start + (8 * (int)ItemSlot.Count)));
        var item = _items.AsSpan(start, (int)ItemSlot.Count);
        item.Clear();
        return item;
    }

    internal void Refuse(Refusal refusal, string? detail = null)
    {
        if (Refusal != Refusal.None)
            return;
        Refusal = refusal;
        Detail = detail;
    }

    internal void Clear(int index)
    {
        Index = index;
        Kind = default;
        Refusal = Refusal.None;
        Detail = null;
        Withheld = false;
        Raw = default;
        ItemCount = 0;
        Array.Clear(_slots);
        Rest.Clear();
        Addresses.Clear();
        Proofs.Clear();
        Filters.Clear();
        Consents.Clear();
        TcStrings.Clear();
        ConsentUnreadable = false;
        ExternalIds.Clear();
    }
}
