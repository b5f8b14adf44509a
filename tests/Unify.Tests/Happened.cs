using System.Buffers.Binary;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests;

/// <summary>An event to be written into a journal, as short as tests like it.</summary>
internal sealed record Happened(string Visitor, long AtMs, EventCode Code = EventCode.ProductViewed)
{
    public static readonly Workspace Shop = new(new WorkspaceId(1), "shop", new SipKey(11, 12));

    public static readonly long Noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static long s_count;

    public string Message { get; init; } = $"m{Interlocked.Increment(ref s_count)}";
    public EventKind Kind { get; init; } = EventKind.Track;
    public EventFlags Flags { get; init; }
    public string? UserId { get; init; }
    public string[] Items { get; init; } = [];
    public string? Category { get; init; }
    public string? Brand { get; init; }
    public double Price { get; init; } = double.NaN;
    public int Quantity { get; init; } = 1;
    public string? Query { get; init; }
    public string? Filter { get; init; }
    public string? Path { get; init; }
    public string? Campaign { get; init; }
    public string? Traits { get; init; }
    public string? Properties { get; init; }
    public (string Purpose, bool Granted)? Consent { get; init; }
    public (InterestKind What, ulong Key, bool Undo)? NotInterested { get; init; }
    public string? Country { get; init; }
    public long EngagedMs { get; init; }

    /// <summary>What the visitor's device shows of itself.</summary>
    public Shown? Shows { get; init; }

    public long? ReceivedAtMs { get; init; }
    public Workspace Workspace { get; init; } = Shop;

    /// <summary>An address that the event names as its person's.</summary>
    public string? Email { get; init; }

    /// <summary>Whose they are: without a visitor, the user's own.</summary>
    public PersonKey Person => Visitor.Length > 0 ? PersonOf(Visitor, Workspace) : User;

    public ulong Device => Visitor.Length > 0 ? Workspace.Hash64(KeyDomain.AnonymousId, Visitor) : 0;

    public PersonKey User => UserOf(UserId ?? "", Workspace);

    public static PersonKey UserOf(string user, Workspace? workspace = null) => PersonKey.Of(workspace ?? Shop, KeyDomain.UserId, Encoding.UTF8.GetBytes(user));

    public static PersonKey EmailOf(string email, Workspace? workspace = null) => PersonKey.Of(workspace ?? Shop, KeyDomain.Email, Encoding.UTF8.GetBytes(email));

    public static PersonKey PersonOf(string visitor, Workspace? workspace = null) => PersonKey.Of(workspace ?? Shop, KeyDomain.AnonymousId, Encoding.UTF8.GetBytes(visitor));

    public static ItemKey ItemOf(string id) => new(Shop.Hash64(KeyDomain.Item, id));

    public static SymbolKey SymbolOf(string text) => new(Shop.Hash64(KeyDomain.Symbol, text));

    /// <summary>Writes it and makes it durable.</summary>
    public void In(IJournal journal)
    {
        var batch = JournalBatch.Rent();
        Write(batch, journal.Partitions);
        journal.Append(batch).AsTask().GetAwaiter().GetResult().ShouldBe(AppendOutcome.Committed);
        batch.Return();
    }

    public void Write(JournalBatch batch, int partitions)
    {
        var (high, low) = Workspace.Secret.Hash(KeyDomain.Message, Encoding.UTF8.GetBytes(Message));
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = Kind,
            Flags = Flags,
            Workspace = Workspace.Id.Value,
            Code = Code,
            Message = new MessageKey(high, low),
            Person = Person,
            Device = Device,
            HappenedAtMs = AtMs,
            ReceivedAtMs = ReceivedAtMs ?? AtMs,
        });
        writer.Write(EventField.MessageId, Message);
        writer.Write(EventField.AnonymousId, Visitor);
        writer.Write(EventField.UserId, UserId);
        writer.Write(EventField.Query, Query);
        writer.Write(EventField.PagePath, Path);
        writer.Write(EventField.CampaignSource, Campaign);
        writer.Write(EventField.Traits, Traits);
        writer.Write(EventField.Properties, Properties);
        if (Items.Length == 0)
            writer.Write(EventField.Category, Category);
        if (Filter?.Split('=') is [var name, var value])
            writer.WritePair(EventField.Filter, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        if (Consent is { } consent)
            writer.WriteConsent(Encoding.UTF8.GetBytes(consent.Purpose), consent.Granted);
        writer.Write(EventField.Country, Country);
        if (NotInterested is { } word)
        {
            Span<byte> field = stackalloc byte[10];
            (field[0], field[1]) = ((byte)word.What, word.Undo ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt64LittleEndian(field[2..], word.Key);
            writer.Write(EventField.NotInterested, field);
        }

        if (EngagedMs > 0)
            writer.Write(EventField.EngagedMs, EngagedMs);
        if (Shows is { } shows)
        {
            writer.Write(EventField.Network, (long)Workspace.Hash64(KeyDomain.Network, shows.Network));
            writer.Write(EventField.DeviceClass, shows.Class);
            writer.Write(EventField.Os, shows.Os);
            writer.Write(EventField.Locale, shows.Locale);
            writer.Write(EventField.CampaignName, shows.Campaign);
            writer.Write(EventField.LocalTime, [(byte)shows.Hour, 0]);
        }

        foreach (var item in Items)
            writer.Write(Mention(item));
        writer.End(partitions);
        if (Visitor.Length > 0 && UserId is not null)
            Link(batch, partitions, (KeyDomain.AnonymousId, Person), (KeyDomain.UserId, User), Kind == EventKind.Identify ? LinkStatement.Said : LinkStatement.Implied);
        if (Email is not null)
            Link(batch, partitions, UserId is null ? (KeyDomain.AnonymousId, Person) : (KeyDomain.UserId, User), (KeyDomain.Email, EmailOf(Email, Workspace)), LinkStatement.Said);
    }

    // As capture does.
    private void Link(JournalBatch batch, int partitions, (KeyDomain Kind, PersonKey Key) one, (KeyDomain Kind, PersonKey Key) other, LinkStatement statement)
    {
        LinkRecord.Write(batch, partitions, Workspace.Id.Value, one.Key, new LinkMention(one.Kind, other.Key, other.Kind, statement, LinkRole.None), AtMs, ReceivedAtMs ?? AtMs);
        LinkRecord.Write(batch, partitions, Workspace.Id.Value, other.Key, new LinkMention(other.Kind, one.Key, one.Kind, statement, LinkRole.None), AtMs, ReceivedAtMs ?? AtMs);
    }

    private ItemMention Mention(string item) => new()
    {
        Key = new ItemKey(Workspace.Hash64(KeyDomain.Item, item)),
        Id = Encoding.UTF8.GetBytes(item),
        Name = Encoding.UTF8.GetBytes("Item " + item),
        Category = Encoding.UTF8.GetBytes(Category ?? ""),
        CategoryKey = new SymbolKey(Workspace.Hash64(KeyDomain.Symbol, Category ?? "")),
        Brand = Encoding.UTF8.GetBytes(Brand ?? ""),
        BrandKey = new SymbolKey(Workspace.Hash64(KeyDomain.Symbol, Brand ?? "")),
        Price = Price,
        Quantity = Quantity,
    };
}

/// <summary>What a device shows of itself with one event.</summary>
internal sealed record Shown(string Network, string Class, string Os, string Locale, int Hour, string? Campaign = null);
