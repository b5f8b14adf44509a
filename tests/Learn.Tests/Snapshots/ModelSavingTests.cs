namespace Kairos.Learn.Tests.Snapshots;

public sealed class ModelSavingTests : IDisposable
{
    private readonly SavingHost _server = new();

    public void Dispose() => _server.Remove();

    [Fact]
    public async Task A_start_learns_only_what_came_after_the_saved_models()
    {
        await _server.Start();
        await _server.Click(500);
        await _server.UntilApplied();
        await _server.Stop();
        await _server.Click(30);

        await _server.Start();
        _server.Journal.OpenedFrom.ShouldBe(500);
        _server.Follower.Clicks.ShouldBe(530);
        var restored = _server.Answers();
        await _server.Stop();

        await _server.Start(("Saving:Enabled", "false"));
        _server.Journal.OpenedFrom.ShouldBe(0);
        _server.Follower.Clicks.ShouldBe(530);
        restored.ShouldNotBeEmpty();
        restored.SequenceEqual(_server.Answers()).ShouldBeTrue();
        await _server.Stop();
    }

    [Fact]
    public async Task What_was_learned_is_saved_after_so_many_records()
    {
        await _server.Start(("Saving:RecordsMax", "100"), ("Saving:StopWithin", "00:00:00"));
        for (var round = 1; round <= 3; round++)
        {
            await _server.Click(100);
            await _server.UntilApplied();
            await _server.Until(() => _server.Saving.Saves > 0 && File.Exists(_server.State));
        }
        await _server.Stop();
        await _server.Start();
        _server.Journal.OpenedFrom.ShouldBeInRange(100, 300);
        _server.Follower.Clicks.ShouldBe(300);
        await _server.Stop();
    }

    [Fact]
    public async Task What_was_learned_is_saved_after_a_time_though_nothing_more_comes()
    {
        await _server.Start(("Saving:Every", "00:00:00.100"));
        await _server.Click(10);
        await _server.UntilApplied();
        await _server.Until(() => Enumerable.Range(0, 4).All(partition => _server.Follower.Needed(partition) == _server.Journal.End(partition)));
        File.Exists(_server.State).ShouldBeTrue();
        await _server.Stop();
    }

    [Fact]
    public async Task Retention_waits_for_what_was_not_saved()
    {
        await _server.Start(("Saving:StopWithin", "00:00:00"));
        await _server.Click(50);
        await _server.UntilApplied();
        Enumerable.Range(0, 4).ShouldAllBe(partition => _server.Follower.Needed(partition) == 0);
        await _server.Stop();
    }

    [Fact]
    public async Task While_they_cannot_be_saved_it_is_said_and_tried_again_and_nothing_else_waits()
    {
        Directory.CreateDirectory(_server.State + ".tmp"); // Nothing can be written there.
        await _server.Start(("Saving:RecordsMax", "10"), ("Saving:RetryAfter", "00:00:00.100"));
        await _server.Click(50);
        await _server.Until(() => _server.Said.Count(said => said.StartsWith("Error", StringComparison.Ordinal)) >= 2);
        _server.Said.ShouldContain(said => said.Contains("could not be saved"));
        await _server.Click(50);
        await _server.UntilApplied();
        _server.Follower.Clicks.ShouldBe(100);
        Enumerable.Range(0, 4).ShouldAllBe(partition => _server.Follower.Needed(partition) == _server.Follower.Applied(partition));

        Directory.Delete(_server.State + ".tmp");
        await _server.Until(() => _server.Saving.Saves > 0);
        await _server.Stop();
        await _server.Start();
        _server.Journal.OpenedFrom.ShouldBe(100);
        await _server.Stop();
    }

    public static TheoryData<string> Unusable => ["cut", "damaged", "older", "empty", "foreign", "ahead"];

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_file_that_cannot_be_used_is_refused_and_all_is_learned_again(string how)
    {
        await _server.Start();
        await _server.Click(200);
        await _server.UntilApplied();
        var live = _server.Answers();
        await _server.Stop();
        var bytes = await File.ReadAllBytesAsync(_server.State);
        switch (how)
        {
            case "cut":
                bytes = bytes[..^100];
                break;
            case "damaged":
                bytes[bytes.Length / 2] ^= 1;
                break;
            case "older":
                bytes[8] = 0;
                break;
            case "empty":
                bytes = [];
                break;
            case "foreign":
                _server.Journal.Id = Guid.NewGuid();
                break;
            default:
                _server.Journal.Forget();
                await _server.Click(10);
                break;
        }
        await File.WriteAllBytesAsync(_server.State, bytes);

        await _server.Start();
        _server.Said.ShouldContain(said => said.StartsWith("Warning", StringComparison.Ordinal) && said.Contains("cannot be used"));
        _server.Journal.OpenedFrom.ShouldBe(0);
        if (how != "ahead")
            _server.Answers().SequenceEqual(live).ShouldBeTrue();
        await _server.Stop();

        await _server.Start();
        _server.Said.ShouldNotContain(said => said.Contains("cannot be used"), "it was saved anew");
        await _server.Stop();
    }

    [Fact]
    public async Task Models_learned_with_other_settings_are_learned_again()
    {
        await _server.Start();
        await _server.Click(50);
        await _server.UntilApplied();
        await _server.Stop();
        await _server.Start(("Transitions:WindowClicks", "3"));
        _server.Said.ShouldContain(said => said.Contains("other settings") && said.Contains("window 10") && said.Contains("window 3"));
        _server.Journal.OpenedFrom.ShouldBe(0);
        await _server.Stop();
        await _server.Start(("Transitions:WindowClicks", "3"), ("Transitions:QueryItems", "2"));
        _server.Journal.OpenedFrom.ShouldBe(50, "what only shapes answers can be changed");
        await _server.Stop();
    }

    [Fact]
    public async Task Without_a_saved_state_a_trimmed_journal_is_spoken_of()
    {
        _server.Journal.Trimmed = 1;
        await _server.Click(20);
        await _server.Start();
        _server.Said.ShouldContain(said => said.Contains("know only what it still holds"));
        await _server.Stop();
    }
}
