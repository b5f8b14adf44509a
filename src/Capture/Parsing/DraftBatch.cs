using System.Collections.Concurrent;
using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Kairos.Capture.Intake.Repeats;

namespace Kairos.Capture.Parsing;

/// <summary>The events of one body on their way in: the bytes as sent, and drafts that point into them.</summary>
/// <remarks>Rented, filled with the body, parsed once, taken by the intake, and returned. One thread at a time.</remarks>
public sealed partial class DraftBatch
{
    private const int KeptBytesMax = 1 << 20;
    private const int KeptDraftsMax = 4_096;

    private static readonly ConcurrentBag<DraftBatch> Pool = [];

    private readonly List<EventDraft> _drafts = [];
    private byte[] _body = new byte[4_096];
    private byte[] _side = new byte[512];
    private int _sideLength;

    private DraftBatch()
    {
    }

    /// <summary>How many bytes the body has.</summary>
    public int Length { get; private set; }

    /// <summary>How many events it holds.</summary>
    public int Count { get; private set; }

    /// <summary>One of its events.</summary>
    /// <param name="index">From 0.</param>
    public EventDraft this[int index] => _drafts[index];

    /// <summary>The body as sent, as far as it has been appended.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, Length);

    /// <summary>What the body's one event is, as the caller of <see cref="Parse"/> said; null for a batch.</summary>
    public EventKind? Verb { get; private set; }

    /// <summary>Why the whole body is refused, or <see cref="Refusal.None"/>.</summary>
    public Refusal Refusal { get; internal set; }

    /// <summary>More about the refusal of the whole body, or null.</summary>
    public string? Detail { get; internal set; }

    /// <summary>The write key the body names, empty when it names none; of a batch, its own or that of its first event.</summary>
    public ReadOnlySpan<byte> WriteKey => Bytes(Shared[Slot.WriteKey].IsScalar || Count == 0 ? Shared[Slot.WriteKey] : _drafts[0][Slot.WriteKey]);

    /// <summary>What a batch says once for all of its events.</summary>
    internal EventDraft Shared { get; } = new();

    /// <summary>The body as a stream, to be inflated into another batch.</summary>
    internal MemoryStream OpenBody() => new(_body, 0, Length, writable: false);

    /// <summary>Marks of the links that its events write.</summary>
    internal LinkMarks LinkMarks { get; } = new();

    /// <summary>Messages of its events that are on their way to the disk.</summary>
    internal MessageClaims Claims { get; } = new();

    /// <summary>What its events agree to.</summary>
    internal List<Consents.AgreedWord> Agreed { get; } = [];

    internal Span<byte> Writable => _body.AsSpan(0, Length);

    /// <summary>Takes an empty batch.</summary>
    public static DraftBatch Rent()
    {
        if (!Pool.TryTake(out var batch))
            batch = new DraftBatch();
        batch.Clear();
        return batch;
    }

    /// <summary>Gives a batch back. It must not be used afterwards.</summary>
    public void Return()
    {
        if (_body.Length <= KeptBytesMax && _side.Length <= KeptBytesMax && _drafts.Count <= KeptDraftsMax)
            Pool.Add(this);
    }

    /// <summary>Forgets the body and its events.</summary>
    public void Clear()
    {
        Length = 0;
        LinkMarks.Clear();
        Claims.Clear();
        Agreed.Clear();
        Restart();
    }

    /// <summary>Appends to the body.</summary>
    /// <param name="bytes">Its next bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Room at the end of the body, to be written to and then counted by <see cref="Advance"/>.</summary>
    /// <param name="bytes">How much at least.</param>
    public Span<byte> Room(int bytes)
    {
        if (_body.Length - Length < bytes)
            Array.Resize(ref _body, Math.Max(_body.Length * 2, Length + bytes));
        return _body.AsSpan(Length);
    }

    /// <summary>Counts bytes written to <see cref="Room"/>.</summary>
    /// <param name="bytes">How many.</param>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Finds the events in the body. Never throws for what was sent.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="verb">What the body's one event is, or null when the body is a batch.</param>
    /// <returns>Why the whole body is refused, or <see cref="Refusal.None"/>: then each event has its own <see cref="EventDraft.Refusal"/>.</returns>
    public Refusal Parse(ParsingOptions options, EventKind? verb)
    {
        Restart();
        Verb = verb;
        BodyParser.Parse(this, options, verb);
        return Refusal;
    }

    /// <summary>The bytes of a value: text without quotes and escapes, anything else as written.</summary>
    /// <param name="value">A value of one of its events.</param>
    public ReadOnlySpan<byte> Bytes(SentValue value) =>
        value.Start >= 0 ? _body.AsSpan(value.Start, value.Length) : _side.AsSpan(~value.Start, value.Length);

    /// <summary>The part of a text that some of its own bytes are.</summary>
    /// <param name="value">A text.</param>
    /// <param name="part">A part of its <see cref="Bytes"/>, not empty.</param>
    internal SentValue Part(SentValue value, ReadOnlySpan<byte> part)
    {
        if (!Bytes(value).Overlaps(part, out var skipped))
            throw new ArgumentException("Not a part of that text.", nameof(part));
        return value with { Start = value.Start >= 0 ? value.Start + skipped : ~(~value.Start + skipped), Length = part.Length };
    }

    /// <summary>The same bytes, to be overwritten: the body's own where they lie in it.</summary>
    internal Span<byte> Editable(SentValue value) =>
        value.Start >= 0 ? _body.AsSpan(value.Start, value.Length) : _side.AsSpan(~value.Start, value.Length);

    /// <summary>The same bytes as memory.</summary>
    internal ReadOnlyMemory<byte> Memory(SentValue value) =>
        value.Start >= 0 ? _body.AsMemory(value.Start, value.Length) : _side.AsMemory(~value.Start, value.Length);

    internal void Refuse(Refusal refusal, string? detail = null)
    {
        Refusal = refusal;
        Detail = detail;
        Count = 0;
    }

    internal EventDraft Add()
    {
        if (Count == _drafts.Count)
            _drafts.Add(new EventDraft());
        var draft = _drafts[Count];
        draft.Clear(Count++);
        return draft;
    }

    internal Span<byte> SideRoom(int bytes)
    {
        if (_side.Length - _sideLength < bytes)
            Array.Resize(ref _side, Math.Max(_side.Length * 2, _sideLength + bytes));
        return _side.AsSpan(_sideLength);
    }

    internal SentValue TakeSide(int bytes)
    {
        var value = new SentValue(~_sideLength, bytes, SentKind.Text);
        _sideLength += bytes;
        return value;
    }

    /// <summary>Forgets the events found so far, of a batch that was sent twice in one body: the last one counts.</summary>
    internal void ForgetEvents() => Count = 0;

    private void Restart()
    {
        Count = 0;
        _sideLength = 0;
        Refusal = Refusal.None;
        Detail = null;
        Shared.Clear(0);
    }
}
