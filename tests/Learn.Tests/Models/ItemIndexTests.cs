using CsCheck;
using Kairos.Capture.Events;
using Kairos.Learn.Models;

namespace Kairos.Learn.Tests.Models;

public sealed class ItemIndexTests
{
    [Fact]
    public void Numbers_are_dense_and_stay() => Gen.ULong[1, 5000].Array[0, 6000].Sample(keys =>
    {
        var index = new ItemIndex();
        var expected = new Dictionary<ulong, int>();
        foreach (var key in keys)
        {
            if (!expected.ContainsKey(key))
                expected[key] = expected.Count;
            index.FindOrAdd(new ItemKey(key), default).ShouldBe(expected[key]);
        }
        index.Count.ShouldBe(expected.Count);
        foreach (var (key, number) in expected)
        {
            index.Find(new ItemKey(key)).ShouldBe(number);
            index.KeyOf(number).Value.ShouldBe(key);
        }
    }, iter: 30);

    [Fact]
    public void No_item_and_items_beyond_the_limit_have_no_number()
    {
        var index = new ItemIndex(itemsMax: 2);
        index.FindOrAdd(default, default).ShouldBe(-1);
        index.FindOrAdd(new ItemKey(5), default).ShouldBe(0);
        index.FindOrAdd(new ItemKey(6), default).ShouldBe(1);
        index.FindOrAdd(new ItemKey(7), default).ShouldBe(-1);
        index.Find(new ItemKey(7)).ShouldBe(-1);
    }

    [Fact]
    public void The_last_category_seen_is_kept()
    {
        var index = new ItemIndex();
        index.FindOrAdd(new ItemKey(5), new SymbolKey(1));
        index.FindOrAdd(new ItemKey(5), default);
        index.CategoryOf(0).ShouldBe(new SymbolKey(1));
        index.FindOrAdd(new ItemKey(5), new SymbolKey(2));
        index.CategoryOf(0).ShouldBe(new SymbolKey(2));
    }

    [Fact]
    public async Task Readers_never_see_a_wrong_number_while_the_writer_adds()
    {
        var index = new ItemIndex();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var checkedOnes = 0;
            while (!done.IsCancellationRequested || checkedOnes == 0)
            {
                for (ulong key = 1; key < 50_000; key += 97, checkedOnes++)
                {
                    var number = index.Find(new ItemKey(key));
                    if (number >= 0)
                        number.ShouldBe((int)key - 1);
                }
            }
        });
        for (ulong key = 1; key < 50_000; key++)
            index.FindOrAdd(new ItemKey(key), default);
        await done.CancelAsync();
        await reader;
    }
}
