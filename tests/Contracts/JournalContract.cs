using Kairos.Capture.Journal;

namespace Kairos.Contracts;

/// <summary>A journal under test, which can be closed and opened again on the same data.</summary>
public abstract class JournalUnderTest : IAsyncDisposable
{
    public abstract IJournal Journal { get; }

    /// <summary>Closes the journal and opens it again.</summary>
    public abstract Task Reopen();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What every journal promises.</summary>
public abstract partial class JournalContract
{
    protected abstract Task<JournalUnderTest> Start(int partitions);

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task Records_come_back_in_order_with_their_keys()
    {
        await using var test = await Start(4);
        (await test.Journal.Append((2, 7, "one"), (2, 8, "two"))).ShouldBe(AppendOutcome.Committed);
        (await test.Journal.Append((2, 7, "three"))).ShouldBe(AppendOutcome.Committed);

        using var cursor = test.Journal.Open(2, 0);
        var texts = await cursor.Follow(3, Soon);
        texts.Select(text => (text.Key, text.Text)).ShouldBe([(7UL, "one"), (8UL, "two"), (7UL, "three")]);
        texts.Select(text => text.Position).ShouldBeInOrder();
        texts.ShouldAllBe(text => text.Partition == 2);
        cursor.Next(2).ShouldBe(texts[^1].Position + 1);
    }

    [Fact]
    public async Task A_batch_reaches_each_of_its_partitions()
    {
        await using var test = await Start(4);
        await test.Journal.AppendAll(Enumerable.Range(0, 40).Select(i => (i % 4, (ulong)i, $"record {i}")));
        for (var partition = 0; partition < 4; partition++)
        {
            using var cursor = test.Journal.Open(partition, 0);
            (await cursor.Follow(10, Soon)).Select(text => text.Text).ShouldBe(Enumerable.Range(0, 10).Select(i => $"record {i * 4 + partition}"));
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        await using var test = await Start(2);
        await test.Journal.Append((0, 1, "kept"), (1, 2, "kept too"));
        var ends = new[] { test.Journal.End(0), test.Journal.End(1) };
        await test.Reopen();

        test.Journal.Partitions.ShouldBe(2);
        new[] { test.Journal.End(0), test.Journal.End(1) }.ShouldBe(ends);
        await test.Journal.Append((0, 1, "later"));
        using var cursor = test.Journal.Open(0, 0);
        (await cursor.Follow(2, Soon)).Select(text => text.Text).ShouldBe(["kept", "later"]);
    }

    [Fact]
    public async Task The_end_has_moved_and_can_be_read_when_an_append_answers()
    {
        await using var test = await Start(1);
        using var cursor = test.Journal.Open(0, 0);
        for (var i = 0; i < 200; i++)
        {
            var before = test.Journal.End(0);
            await test.Journal.Append((0, 1, $"record {i}"));
            test.Journal.End(0).ShouldBeGreaterThan(before);
            cursor.ReadAll().Single().Text.ShouldBe($"record {i}");
            cursor.Next(0).ShouldBe(test.Journal.End(0));
        }
    }

    [Fact]
    public async Task A_cursor_begins_at_the_position_asked_for()
    {
        await using var test = await Start(2);
        await test.Journal.AppendAll(Enumerable.Range(0, 10).Select(i => (1, 1UL, $"record {i}")));
        using var whole = test.Journal.Open(1, 0);
        var all = await whole.Follow(10, Soon);

        using var cursor = test.Journal.Open(1, all[6].Position);
        (await cursor.Follow(4, Soon)).ShouldBe(all[6..]);
        using var atEnd = test.Journal.Open(1, test.Journal.End(1));
        atEnd.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_waiting_cursor_is_woken_by_the_next_record()
    {
        await using var test = await Start(2);
        using var cursor = test.Journal.Open(0, test.Journal.End(0));
        var following = cursor.Follow(3, Soon);
        await test.Journal.Append((1, 1, "elsewhere"));
        await test.Journal.Append((0, 1, "here"), (0, 1, "and here"));
        await test.Journal.Append((0, 1, "again"));
        (await following).Select(text => text.Text).ShouldBe(["here", "and here", "again"]);
    }

    [Fact]
    public async Task Waiting_can_be_given_up_and_begun_again()
    {
        await using var test = await Start(1);
        using var cursor = test.Journal.Open(0, 0);
        using var cancel = new CancellationTokenSource();
        var waiting = cursor.Wait(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await Should.ThrowAsync<OperationCanceledException>(async () => await cursor.Wait(cancel.Token));

        var following = cursor.Follow(1, Soon);
        await test.Journal.Append((0, 1, "after all"));
        (await following).Single().Text.ShouldBe("after all");
    }

    [Fact]
    public async Task A_cursor_on_all_partitions_sees_each_record_once_and_in_order_within_its_partition()
    {
        await using var test = await Start(4);
        using var cursor = test.Journal.OpenAll([0, 0, 0, 0]);
        var following = cursor.Follow(400, Soon);
        for (var i = 0; i < 40; i++)
            await test.Journal.AppendAll(Enumerable.Range(0, 10).Select(j => ((i + j * j) % 4, 1UL, $"{i * 10 + j}")));

        var texts = await following;
        texts.Select(text => int.Parse(text.Text, null)).Order().ShouldBe(Enumerable.Range(0, 400));
        foreach (var partition in texts.GroupBy(text => text.Partition))
            partition.Select(text => text.Position).ShouldBeInOrder(SortDirection.Ascending);

        var half = Enumerable.Range(0, 4).Select(partition => texts.Where(text => text.Partition == partition).ElementAt(50).Position).ToArray();
        using var later = test.Journal.OpenAll(half);
        var rest = await later.Follow(200, Soon);
        rest.OrderBy(text => (text.Partition, text.Position)).ShouldBe(texts.Where(text => text.Position >= half[text.Partition]).OrderBy(text => (text.Partition, text.Position)));
    }

    [Fact]
    public async Task The_records_of_a_key_are_read_newest_first()
    {
        await using var test = await Start(2);
        for (var i = 0; i < 30; i++)
            await test.Journal.Append((0, (ulong)(i % 3), $"a {i}"), (0, (ulong)(i % 3), $"b {i}"), (1, 1, "elsewhere"));

        var texts = test.Journal.OfKey(0, 1);
        texts.Select(text => text.Text).ShouldBe(Enumerable.Range(0, 30).Where(i => i % 3 == 1).Reverse().SelectMany(i => new[] { $"b {i}", $"a {i}" }));
        test.Journal.OfKey(0, 1, before: texts[5].Position).ShouldBe(texts[6..]);
        test.Journal.OfKey(0, 1, countMax: 4).ShouldBe(texts[..4]);
        test.Journal.OfKey(0, 99).ShouldBeEmpty();

        await test.Reopen();
        test.Journal.OfKey(0, 1).ShouldBe(texts);
    }

    [Fact]
    public async Task Appends_from_many_callers_are_all_kept_each_in_its_callers_order()
    {
        await using var test = await Start(4);
        using var cursor = test.Journal.OpenAll([0, 0, 0, 0]);
        var following = Task.Run(() => cursor.Follow(16 * 100, Soon));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                (await test.Journal.Append((caller % 4, (ulong)caller, $"{i}"))).ShouldBe(AppendOutcome.Committed);
        })));

        foreach (var caller in (await following).GroupBy(text => text.Key))
            caller.Select(text => text.Text).ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task An_append_that_was_cancelled_before_it_began_is_not_kept()
    {
        await using var test = await Start(1);
        var batch = JournalTexts.Batch((0, 1, "never"));
        await Should.ThrowAsync<OperationCanceledException>(async () => await test.Journal.Append(batch, new CancellationToken(canceled: true)));
        batch.Return();
        await test.Journal.Append((0, 1, "kept"));
        using var cursor = test.Journal.Open(0, 0);
        (await cursor.Follow(1, Soon)).Single().Text.ShouldBe("kept");
    }

    [Fact]
    public async Task A_closed_journal_takes_nothing_and_ends_every_wait()
    {
        await using var test = await Start(1);
        using var cursor = test.Journal.Open(0, 0);
        var waiting = cursor.Wait(Soon).AsTask();
        await test.Journal.DisposeAsync();
        (await test.Journal.Append((0, 1, "too late"))).ShouldBe(AppendOutcome.Closed);
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await Should.ThrowAsync<OperationCanceledException>(async () => await cursor.Wait(Soon));
    }
}
