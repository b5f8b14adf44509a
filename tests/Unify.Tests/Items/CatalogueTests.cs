using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;

namespace Kairos.Unify.Tests.Items;

public sealed class CatalogueTests
{
    private static readonly long Noon = Happened.Noon;
    private readonly Catalogue _catalogue = new(_ => Happened.Shop, new ItemOptions { ItemsMax = 100 });
    private readonly MemoryJournal _journal = new(1);
    private long _next;

    [Fact]
    public void An_item_is_learned_from_a_mention_with_its_words()
    {
        Saw(new Happened("ann", Noon) { Items = ["x"], Category = "shoes", Brand = "acme", Price = 5 });
        var item = Find("x")!;
        (item.Id, item.Name, item.Category, item.Brand, item.Price, item.Explicit, item.Available).ShouldBe(("x", "Item x", "shoes", "acme", 5, false, true));
        _catalogue.Text(Happened.Shop.Id, item.CategoryKey).ShouldBe("shoes");
        _catalogue.Count(Happened.Shop.Id).ShouldBe(1);
        _catalogue.Find(new WorkspaceId(2), item.Key).ShouldBeNull();
    }

    [Fact]
    public void A_new_price_keeps_the_one_before_and_an_older_mention_changes_nothing_newer()
    {
        Saw(new Happened("ann", Noon + 10) { Items = ["x"], Category = "shoes", Price = 5 });
        Saw(new Happened("ann", Noon + 20) { Items = ["x"], Price = 7 });
        Saw(new Happened("ann", Noon + 15) { Items = ["x"], Category = "hats", Brand = "acme", Price = 6 });
        var item = Find("x")!;
        (item.Price, item.PriceBefore, item.PriceChangedAtMs).ShouldBe((7, 5, Noon + 20));
        item.Brand.ShouldBe("acme", "a gap is filled");
        item.Category.ShouldBe("shoes", "the name was said again later, at 20");
    }

    [Fact]
    public void Events_do_not_change_an_explicit_item_nor_bring_a_deleted_one_back()
    {
        Saw(new Happened("ann", Noon) { Items = ["x"], Price = 5 });
        Put("x", """{"price":9,"available":false,"colour":"red","attributes":{"size":[1,2]}}""");
        Saw(new Happened("ann", Noon + 99) { Items = ["x"], Price = 1, Category = "hats" });
        var item = Find("x")!;
        (item.Price, item.PriceBefore, item.Available, item.Category, item.Explicit).ShouldBe((9, 5, false, null, true));
        item.Attributes.ShouldBe("""{"colour":"red","size":[1,2]}""");
        Delete("x");
        Find("x").ShouldBeNull();
        Saw(new Happened("ann", Noon + 100) { Items = ["x"], Price = 1 });
        Find("x").ShouldBeNull();
        _catalogue.Count(Happened.Shop.Id).ShouldBe(0);
        Put("x", """{"name":"back"}""");
        Find("x")!.Name.ShouldBe("back");
    }

    [Theory]
    [InlineData("Wool Hats", "wool hats")]
    [InlineData(" WOOL HATS ", "Wool Hats")]
    [InlineData("CAF\u00C9", "cafe\u0301")]
    public void What_is_put_and_what_events_say_have_one_key_however_they_are_written(string put, string said)
    {
        Put("x", $$"""{"category":"{{put}}","brand":"{{put}}"}""");
        var key = SymbolKey.Of(Happened.Shop, System.Text.Encoding.UTF8.GetBytes(said));
        var item = Find("x")!;
        (item.CategoryKey, item.BrandKey, item.Category).ShouldBe((key, key, put));
        _catalogue.Text(Happened.Shop.Id, key).ShouldBe(put);
    }

    [Fact]
    public void Keys_of_items_that_were_stored_are_made_anew()
    {
        using var folder = new TemporaryFolder();
        Put("x", """{"category":"Wool Hats"}""");
        using var store = new ItemStore(folder.At("items.db"));
        var old = Find("x")! with { CategoryKey = new SymbolKey(Happened.Shop.Hash64(KeyDomain.Symbol, "Wool Hats")) };
        store.Commit([new StoredItem(1, old.Key, 0, 0, old)], [], [1]);
        var again = new Catalogue(_ => Happened.Shop, new ItemOptions());
        store.Restore(again, 1);
        again.Find(Happened.Shop.Id, old.Key)!.CategoryKey.ShouldBe(SymbolKey.Of(Happened.Shop, "wool hats"u8));
    }

    [Fact]
    public void Crawlers_teach_nothing()
    {
        Saw(new Happened("bot", Noon) { Items = ["x"], Flags = EventFlags.Bot });
        Find("x").ShouldBeNull();
    }

    [Fact]
    public void Over_the_bound_learned_items_leave_and_explicit_ones_stay()
    {
        Put("kept", """{"name":"kept"}""");
        for (var i = 0; i < 500; i++)
            Saw(new Happened("ann", Noon + i) { Items = [$"i{i}"] });
        _catalogue.Count(Happened.Shop.Id).ShouldBeLessThanOrEqualTo(100);
        Find("kept").ShouldNotBeNull();
        Find("i499").ShouldNotBeNull();
        Find("i0").ShouldBeNull();
    }

    [Fact]
    public void What_is_stored_comes_back_the_same()
    {
        using var folder = new TemporaryFolder();
        Saw(new Happened("ann", Noon) { Items = ["x"], Category = "shoes", Price = 5 });
        Put("y", """{"name":"Ypsilon","price":3}""");
        Put("z", """{}""");
        Delete("z");
        using (var store = new ItemStore(folder.At("items.db")))
            store.Commit(_catalogue.TakeChanged().ConvertAll(one => new StoredItem(one.Workspace, one.Entry.Key, one.Entry.WordsAtMs, one.Entry.PriceAtMs, one.Entry.Item)), [], [_next]);

        var again = new Catalogue(_ => Happened.Shop, new ItemOptions());
        using (var store = new ItemStore(folder.At("items.db")))
            store.Restore(again, 1).ShouldBe([_next]);
        again.Find(Happened.Shop.Id, Happened.ItemOf("x")).ShouldBe(Find("x"));
        again.Find(Happened.Shop.Id, Happened.ItemOf("y")).ShouldBe(Find("y"));
        again.Find(Happened.Shop.Id, Happened.ItemOf("z")).ShouldBeNull();
        again.Of(1).Table.Find(Happened.ItemOf("z").Value).ShouldNotBeNull();
        again.Count(Happened.Shop.Id).ShouldBe(2);
        again.Text(Happened.Shop.Id, Happened.SymbolOf("shoes")).ShouldBe("shoes");
    }

    [Theory]
    [InlineData("""{"price":-1}""")]
    [InlineData("""{"price":"much"}""")]
    [InlineData("""{"available":1}""")]
    [InlineData("""{"id":"other"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"name":""")]
    [InlineData("""{} {}""")]
    public void What_is_no_item_is_refused_with_a_reason(string json)
    {
        ItemBody.TryRead(System.Text.Encoding.UTF8.GetBytes(json), Happened.Shop, "x", Noon, out _, out var refusal).ShouldBeFalse();
        refusal.ShouldNotBeEmpty();
    }

    private Item? Find(string id) => _catalogue.Find(Happened.Shop.Id, Happened.ItemOf(id));

    private void Saw(Happened happened)
    {
        happened.In(_journal);
        Follow();
    }

    private void Put(string id, string json)
    {
        ItemBody.TryRead(System.Text.Encoding.UTF8.GetBytes(json), Happened.Shop, id, Noon + 50, out var item, out var refusal).ShouldBeTrue(refusal);
        Append(batch => ItemWrites.Put(batch, Happened.Shop, item, 1));
    }

    private void Delete(string id) => Append(batch => ItemWrites.Delete(batch, Happened.Shop, id, Noon + 60, 1));

    private void Append(Action<JournalBatch> fill)
    {
        var batch = JournalBatch.Rent();
        fill(batch);
        _journal.Append(batch).AsTask().GetAwaiter().GetResult();
        batch.Return();
        Follow();
    }

    private void Follow()
    {
        using var cursor = _journal.Open(0, _next);
        while (cursor.TryRead(out var run))
        {
            foreach (var record in run)
                _catalogue.Apply(record.Payload);
            _next = run.NextPosition;
        }
    }
}
