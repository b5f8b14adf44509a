using System.Buffers.Binary;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Shards;

/// <summary>All that a shard wants to know of one event, read whole before anything is changed: a broken record changes nothing.</summary>
/// <remarks>One for each shard, used again for every event.</remarks>
internal sealed class EventReading(Func<WorkspaceId, Workspace?> workspaces, HelpPages helpPages, int touchesMax)
{
    private readonly Touch[] _touches = new Touch[touchesMax];
    private readonly List<Note> _notes = [];
    private readonly List<(string Purpose, bool Granted)> _consent = [];
    private readonly List<NotInterested> _notInterested = [];
    private readonly List<(string Name, string Json)> _traits = [];
    private readonly List<(string Type, string Id)> _others = [];
    private Workspace? _workspace;

    public ReadOnlySpan<Touch> Touches => _touches.AsSpan(0, TouchCount);

    public int TouchCount { get; private set; }

    public List<Note> Notes => _notes;

    public List<(string Purpose, bool Granted)> Consent => _consent;

    public List<NotInterested> NotInterested => _notInterested;

    /// <summary>Where the visitor was.</summary>
    public RegionCode Region { get; private set; }

    public List<(string Name, string Json)> Traits => _traits;

    public List<(string Type, string Id)> Others => _others;

    public string? Campaign { get; private set; }

    /// <summary>Hour of day where the visitor is, or −1.</summary>
    public int LocalHour { get; private set; }

    /// <summary>Revenue of an order, or NaN.</summary>
    public double Revenue { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>Key of the user id, when the event has an anonymous id too; else none.</summary>
    public PersonKey UserKey { get; private set; }

    /// <summary>Reads an event.</summary>
    /// <param name="view">The record.</param>
    /// <param name="traitBytesMax">Longest trait, name and value.</param>
    /// <param name="anonymousId">Its anonymous id, UTF-8, or empty.</param>
    /// <param name="userId">Its user id, UTF-8, or empty.</param>
    public void Read(EventView view, int traitBytesMax, out ReadOnlySpan<byte> anonymousId, out ReadOnlySpan<byte> userId)
    {
        Clear();
        var header = view.Header;
        if (_workspace?.Id.Value != header.Workspace)
            _workspace = workspaces(new WorkspaceId(header.Workspace));
        anonymousId = userId = default;
        ReadOnlySpan<byte> query = default, path = default, category = default, source = default, medium = default, name = default, filter = default;
        ReadOnlySpan<byte> properties = default, country = default, region = default;
        var engagedMs = 0L;
        var itemTouches = TouchKinds.HasItemTouches(header.Code);
        foreach (var field in view)
        {
            switch (field.Field)
            {
                case EventField.AnonymousId: anonymousId = field.Value; break;
                case EventField.UserId: userId = field.Value; break;
                case EventField.Query: query = field.Value; break;
                case EventField.PagePath: path = field.Value; break;
                case EventField.Category: category = field.Value; break;
                case EventField.CampaignSource: source = field.Value; break;
                case EventField.CampaignMedium: medium = field.Value; break;
                case EventField.CampaignName: name = field.Value; break;
                case EventField.Properties: properties = field.Value; break;
                case EventField.LocalTime when field.Value.Length > 0: LocalHour = field.Value[0]; break;
                case EventField.Revenue: Revenue = field.Number; break;
                case EventField.Currency when header.Code is EventCode.OrderCompleted or EventCode.OrderRefunded: Currency = field.Text; break;
                case EventField.EngagedMs: engagedMs = field.Integer; break;
                case EventField.Country: country = field.Value; break;
                case EventField.Region: region = field.Value; break;
                case EventField.NotInterested when field.Value.Length == 10:
                    _notInterested.Add(new NotInterested((InterestKind)field.Value[0], BinaryPrimitives.ReadUInt64LittleEndian(field.Value[2..]), header.HappenedAtMs, field.Value[1] != 0));
                    break;
                case EventField.Consent when field.Value.Length > 1:
                    _consent.Add((Encoding.UTF8.GetString(field.Value[1..]), field.Value[0] == 1));
                    break;
                case EventField.ExternalId:
                    field.Pair(out var type, out var id);
                    _others.Add((Encoding.UTF8.GetString(type), Encoding.UTF8.GetString(id)));
                    break;
                case EventField.Filter:
                    filter = filter.IsEmpty ? field.Value : filter;
                    field.Pair(out var attribute, out var value);
                    _notes.Add(new Note(header.HappenedAtMs, header.Message.Low, $"{Encoding.UTF8.GetString(attribute)}: {Encoding.UTF8.GetString(value)}"));
                    break;
                case EventField.Traits when header.Kind != EventKind.Group: TraitReading.Read(field.Value, traitBytesMax, _traits); break;
                case EventField.Item when itemTouches:
                    AddItem(header, field.Item);
                    break;
            }
        }

        Region = RegionCode.Of(country, region);
        if (!source.IsEmpty || !name.IsEmpty)
            Campaign = string.Concat(Encoding.UTF8.GetString(source), "/", Encoding.UTF8.GetString(medium), "/") + Encoding.UTF8.GetString(name);
        if (!query.IsEmpty && header.Code == EventCode.ProductsSearched)
            _notes.Add(new Note(header.HappenedAtMs, header.Message.Low, Encoding.UTF8.GetString(query)));
        Finish(header, header.Code switch
        {
            EventCode.ProductsSearched => query,
            EventCode.ProductListFiltered => filter,
            _ => path,
        }, category, engagedMs, Flags(header.Code, path, properties));
        UserKey = anonymousId.IsEmpty || userId.IsEmpty || _workspace is null ? default : PersonKey.Of(_workspace, KeyDomain.UserId, userId);
    }

    /// <summary>Key of the user id of an event that has an anonymous id too; else none.</summary>
    public PersonKey UserOf(EventView view)
    {
        var user = view.Find(EventField.UserId);
        return user.IsEmpty || view.Find(EventField.AnonymousId).IsEmpty || workspaces(new WorkspaceId(view.Header.Workspace)) is not { } workspace
            ? default : PersonKey.Of(workspace, KeyDomain.UserId, user);
    }

    private void Clear()
    {
        TouchCount = 0;
        Campaign = Currency = null;
        (LocalHour, Revenue) = (-1, double.NaN);
        _notes.Clear();
        _consent.Clear();
        _notInterested.Clear();
        Region = default;
        _traits.Clear();
        _others.Clear();
    }

    private void AddItem(in EventHeader header, in ItemMention item)
    {
        if (TouchCount == _touches.Length)
            return;
        _touches[TouchCount++] = new Touch
        {
            AtMs = header.HappenedAtMs,
            Message = header.Message.Low,
            Item = item.Key,
            Category = item.CategoryKey,
            Brand = item.BrandKey,
            Price = (float)item.Price,
            Quantity = item.Quantity,
            Code = header.Code,
        };
    }

    private void Finish(in EventHeader header, ReadOnlySpan<byte> text, ReadOnlySpan<byte> category, long engagedMs, TouchFlags flags)
    {
        if (TouchCount == 0)
        {
            _touches[TouchCount++] = new Touch
            {
                AtMs = header.HappenedAtMs,
                Message = header.Message.Low,
                Price = float.NaN,
                Quantity = 1,
                Code = header.Code,
            };
        }

        var textKey = Symbol(text);
        var categoryKey = Symbol(category);
        for (var i = 0; i < TouchCount; i++)
        {
            ref var touch = ref _touches[i];
            touch = touch with
            {
                Text = textKey,
                Category = touch.Category.IsNone ? categoryKey : touch.Category,
                EngagedMs = (int)Math.Clamp(engagedMs, 0, int.MaxValue),
                Flags = i == 0 && Campaign is not null ? flags | TouchFlags.Campaign : flags,
            };
        }
    }

    private SymbolKey Symbol(ReadOnlySpan<byte> text) =>
        text.IsEmpty || _workspace is null ? default : new SymbolKey(_workspace.Secret.Hash64(KeyDomain.Symbol, text));

    private TouchFlags Flags(EventCode code, ReadOnlySpan<byte> path, ReadOnlySpan<byte> properties)
    {
        var flags = helpPages.Has(path) ? TouchFlags.Help : TouchFlags.None;
        return code == EventCode.ProductsSearched && EmptySearch.Is(properties) ? flags | TouchFlags.NoResults : flags;
    }
}
