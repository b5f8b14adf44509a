using System.Buffers;
using System.Text;
using CsCheck;
using Kairos.Capture.Journal;

namespace Kairos.Contracts;

/// <content>Records that are erased.</content>
public abstract partial class JournalContract
{
    /// <summary>How many random histories the property tests play.</summary>
    protected virtual int Histories => 40;

    [Fact]
    public async Task An_erased_record_keeps_its_position_and_nothing_else()
    {
        await using var test = await Start(2);
        await test.Journal.AppendAll(Enumerable.Range(0, 40).Select(i => (i % 2, (ulong)(1 + i % 4), $"record {i}")));
        using var before = test.Journal.Open(0, 0);
        var all = before.ReadAll();

        var done = await test.Journal.Erase([new JournalKey(0, 1)], (in record, instead) =>
        {
            record.Key.ShouldBe(1UL);
            instead.Write("gone"u8);
            return true;
        }, Soon);
        done.Records.ShouldBe(10);
        done.Segments.ShouldBeGreaterThan(0);

        void Check()
        {
            using var cursor = test.Journal.Open(0, 0);
            cursor.ReadAll().ShouldBe(all.Select(text => text.Key == 1 ? text with { Key = 0, Text = "gone" } : text));
            test.Journal.OfKey(0, 1).ShouldBeEmpty();
            test.Journal.OfKey(0, 3).ShouldBe(all.Where(text => text.Key == 3).Reverse());
            test.Journal.OfKey(1, 2).Count.ShouldBe(10);
        }

        Check();
        await test.Reopen();
        Check();
        (await test.Journal.Erase([new JournalKey(0, 1)], (in _, _) => true, Soon)).ShouldBe(default(JournalErasure));
        await test.Journal.Append((0, 1, "back again"));
        test.Journal.OfKey(0, 1).Single().Text.ShouldBe("back again");
    }

    [Fact]
    public async Task Open_cursors_go_on_through_an_erasure_and_see_what_came_after()
    {
        await using var test = await Start(2);
        await test.Journal.AppendAll(Enumerable.Range(0, 100).Select(i => (0, (ulong)(1 + i % 2), $"record {i}")));
        using var early = test.Journal.Open(0, 0);
        early.TryRead(out var run).ShouldBeTrue();
        var next = run.NextPosition;
        using var all = test.Journal.OpenAll([0, 0]);
        using var late = test.Journal.Open(0, test.Journal.End(0));
        var following = late.Follow(1, Soon);

        await test.Journal.Erase([new JournalKey(0, 2)], (in _, _) => true, Soon);
        await test.Journal.Append((0, 2, "after"));
        (await following).Single().Text.ShouldBe("after");
        var rest = early.ReadAll();
        rest.Select(text => text.Position).ShouldBe(Enumerable.Range((int)next, 101 - (int)next).Select(position => (long)position));
        all.ReadAll().Where(text => text.Key == 2).Select(text => text.Text).ShouldBe(["after"]);
    }

    [Fact]
    public void Whatever_is_erased_whenever_the_rest_is_as_a_plain_list_says() =>
        Steps.Sample(steps => Play(steps).GetAwaiter().GetResult(), iter: Histories, threads: 1);

    private static readonly Gen<(int Do, (int Partition, int Key, int Bytes)[] Records, int Modulus)[]> Steps =
        Gen.Select(Gen.Int[0, 9], Gen.Select(Gen.Int[0, 2], Gen.Int[1, 5], Gen.Int[0, 600]).Array[1, 30], Gen.Int[1, 4]).Array[1, 30];

    private async Task Play((int Do, (int Partition, int Key, int Bytes)[] Records, int Modulus)[] steps)
    {
        await using var test = await Start(3);
        var model = new List<JournalText>[] { [], [], [] };
        foreach (var (what, records, modulus) in steps)
        {
            if (what == 9)
                await test.Reopen();
            else if (what >= 7)
                await Erase(test.Journal, model, (ulong)records[0].Key, modulus);
            else
                await Append(test.Journal, model, records);
        }

        for (var partition = 0; partition < 3; partition++)
        {
            using var cursor = test.Journal.Open(partition, 0);
            cursor.ReadAll().ShouldBe(model[partition]);
            for (var key = 1UL; key <= 5; key++)
                test.Journal.OfKey(partition, key).ShouldBe(model[partition].Where(text => text.Key == key).Reverse());
        }
    }

    private static async Task Append(IJournal journal, List<JournalText>[] model, (int Partition, int Key, int Bytes)[] records)
    {
        var texts = records.Select((record, i) => (record.Partition, (ulong)record.Key, $"{i} {new string((char)('a' + i % 26), record.Bytes)}")).ToArray();
        (await journal.AppendAll(texts)).ShouldBe(AppendOutcome.Committed);
        foreach (var (partition, key, text) in texts)
            model[partition].Add(new JournalText(partition, model[partition].Count, key, text));
    }

    /// <summary>Erases a key in all partitions, but leaves positions that divide evenly; some leave a word behind.</summary>
    private static async Task Erase(IJournal journal, List<JournalText>[] model, ulong key, int modulus)
    {
        static string? After(JournalText text, int modulus) => text.Position % modulus == 0 ? null : text.Position % 2 == 0 ? "" : "x";
        var expected = 0;
        foreach (var texts in model)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (texts[i].Key != key || After(texts[i], modulus) is not { } after)
                    continue;
                texts[i] = texts[i] with { Key = 0, Text = after };
                expected++;
            }
        }

        var done = await journal.Erase([new(0, key), new(1, key), new(2, key)], (in record, instead) =>
        {
            if (After(new JournalText(record.Partition, record.Position, record.Key, ""), modulus) is not { } after)
                return false;
            instead.Write(Encoding.UTF8.GetBytes(after));
            return true;
        }, Soon);
        done.Records.ShouldBe(expected);
    }
}
