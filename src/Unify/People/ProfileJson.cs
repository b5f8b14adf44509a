using System.Globalization;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.People;

/// <summary>Writes a person as people read them: keys become the ids and words of the catalogue where it knows them.</summary>
internal sealed class ProfileJson(ICatalogue catalogue, Utf8JsonWriter json, PersonSnapshot person, Standing standing)
{
    private readonly WorkspaceId _workspace = new(person.Workspace);

    /// <param name="probable">Writes a member with those who are probably the same person, or null to leave it out.</param>
    public void Profile(Action<Utf8JsonWriter>? probable = null)
    {
        json.WriteStartObject();
        Members(probable);
        json.WriteEndObject();
    }

    /// <summary>Writes the profile's members into an open object.</summary>
    /// <param name="probable">Writes a member with those who are probably the same person, or null to leave it out.</param>
    public void Members(Action<Utf8JsonWriter>? probable = null)
    {
        json.WriteString("id", person.Key.ToString());
        json.WriteString("firstSeenKey", person.FirstSeenKey);
        if (!person.Bucketing.IsNone)
            json.WriteString("bucketingKey", person.Bucketing.ToString());
        json.WriteStartArray("identifiers");
        foreach (var identifier in person.Identifiers)
        {
            json.WriteStartObject();
            json.WriteString("type", identifier.Type);
            json.WriteString("id", identifier.Id);
            Time("firstSeenAt", identifier.FirstSeenAtMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Time("firstSeenAt", person.FirstSeenAtMs);
        Time("lastSeenAt", person.LastSeenAtMs);
        json.WriteNumber("events", person.Events);
        json.WriteStartObject("counts");
        foreach (var count in person.Counts)
            json.WriteNumber(CodeNames.Of(count.Code), count.Count);
        json.WriteEndObject();
        Stated();
        new HabitsJson(json, person, standing).Write();
        Taste();
        json.WriteStartArray("purchases");
        foreach (var purchase in person.Purchases)
        {
            json.WriteStartObject();
            json.WriteString("item", ItemId(purchase.Item));
            Time("at", purchase.AtMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("session");
        if (person.Current is { } current)
            Session(current, touches: false);
        else
            json.WriteNullValue();
        probable?.Invoke(json);
        json.WriteNumber("position", person.Position);
    }

    public void Sessions(FieldChoice? fields = null)
    {
        json.WriteStartObject();
        SessionList(fields);
        json.WriteEndObject();
    }

    /// <summary>Writes the sessions into an open object.</summary>
    /// <param name="fields">Which members of each; null for all.</param>
    public void SessionList(FieldChoice? fields = null)
    {
        json.WriteStartArray("sessions");
        foreach (var session in person.Sessions)
        {
            if (fields is null)
                Session(session, touches: true);
            else
                fields.Write(json, to => new ProfileJson(catalogue, to, person, standing).Session(session, touches: true));
        }

        json.WriteEndArray();
    }

    private void Stated()
    {
        json.WriteStartObject("consent");
        foreach (var statement in person.Consent)
        {
            json.WriteStartObject(statement.Purpose);
            json.WriteBoolean("granted", statement.Granted);
            Time("at", statement.AtMs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("traits");
        foreach (var trait in person.Traits)
        {
            json.WritePropertyName(trait.Name);
            json.WriteRawValue(trait.Json);
        }

        json.WriteEndObject();
    }

    private void Taste()
    {
        var taste = person.Taste;
        json.WriteStartObject("taste");
        json.WriteNumber("weight", taste.Weight);
        Symbols("categories", taste.Categories);
        Symbols("brands", taste.Brands);
        json.WriteStartArray("items");
        foreach (var item in taste.Items)
        {
            json.WriteStartObject();
            json.WriteString("item", ItemId(item.Item));
            json.WriteNumber("weight", item.Weight);
            Time("at", item.AtMs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Number("priceTypical", MathF.Exp(taste.LogPriceMean));
        json.WriteEndObject();
    }

    private void Session(SessionSnapshot session, bool touches)
    {
        json.WriteStartObject();
        json.WriteString("id", session.Id);
        json.WriteBoolean("current", ReferenceEquals(session, person.Current));
        Time("startedAt", session.StartedAtMs);
        Time("lastAt", session.LastAtMs);
        json.WriteNumber("events", session.Events);
        if (session.Campaign is { } campaign)
            json.WriteString("campaign", campaign);
        json.WriteStartArray("searches");
        foreach (var words in session.Searches)
            json.WriteStringValue(words);
        json.WriteEndArray();
        json.WritePropertyName("context");
        Context(session.Context);
        if (touches)
        {
            json.WriteStartArray("touches");
            foreach (var touch in session.Touches)
                Touch(touch);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Context(SessionContext context)
    {
        json.WriteStartObject();
        Items("itemsSeen", context.ItemsSeen);
        Symbols("categories", context.Categories);
        Symbols("brands", context.Brands);
        Number("priceMin", context.PriceMin);
        Number("priceMedian", context.PriceMedian);
        Number("priceMax", context.PriceMax);
        json.WriteStartArray("cart");
        foreach (var line in context.Cart)
        {
            json.WriteStartObject();
            json.WriteString("item", ItemId(line.Item));
            json.WriteNumber("quantity", line.Quantity);
            Number("price", line.Price);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Items("bought", context.Bought);
        json.WriteNumber("depth", context.Depth);
        json.WriteNumber("searchCount", context.SearchCount);
        json.WriteNumber("filterCount", context.FilterCount);
        Number("pacePerMinute", context.PacePerMinute);
        Number("dwellMedianSeconds", context.DwellMedianSeconds);
        json.WriteString("pace", Word(context.Pace));
        Number("frustration", context.Frustration);
        json.WriteNumber("rapidReturns", context.RapidReturns);
        json.WriteNumber("repeatedSearches", context.RepeatedSearches);
        json.WriteNumber("angryClicks", context.AngryClicks);
        Number("helpSeconds", context.HelpSeconds);
        json.WriteString("stage", Word(context.Stage));
        Number("departure", context.Departure);
        json.WriteEndObject();
    }

    private void Touch(in Touch touch)
    {
        json.WriteStartObject();
        Time("at", touch.AtMs);
        json.WriteString("event", CodeNames.Of(touch.Code));
        if (!touch.Item.IsNone)
            json.WriteString("item", ItemId(touch.Item));
        if (!touch.Category.IsNone)
            json.WriteString("category", Text(touch.Category));
        Number("price", touch.Price);
        json.WriteEndObject();
    }

    private void Items(string name, ItemKey[] items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(ItemId(item));
        json.WriteEndArray();
    }

    private void Symbols(string name, WeighedSymbol[] symbols)
    {
        json.WriteStartArray(name);
        foreach (var symbol in symbols)
        {
            json.WriteStartObject();
            json.WriteString("name", Text(symbol.Symbol));
            json.WriteNumber("weight", symbol.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string ItemId(ItemKey item) => catalogue.Find(_workspace, item)?.Id ?? "#" + item.Value.ToString("x16", CultureInfo.InvariantCulture);

    private string Text(SymbolKey symbol) => catalogue.Text(_workspace, symbol) ?? "#" + symbol.Value.ToString("x16", CultureInfo.InvariantCulture);

    private void Time(string name, long atMs) => json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(atMs));

    private void Number(string name, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
