using CsCheck;
using Kairos.Capture.Events;
using Kairos.Capture.Intake.Repeats;
using Kairos.Capture.Journal;
using Kairos.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Intake.Repeats;

/// <summary>Whatever is sent at once, whatever fails, and however often the server starts anew: of one message one identifier has it.</summary>
public sealed class MessageMemoryTests
{
    private const int Partitions = 4;
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    // A step begins or ends one of a few senders' requests; a request that ends was written or not; or the server starts anew.
    private static readonly Gen<(int Sender, int Message, int Person, bool Fails, bool Restarts)[]> Steps =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 9].Select(static die => die == 0)).Array[1, 60];

    [Fact]
    public async Task Of_one_message_one_identifier_has_it_whatever_happens() => await Steps.SampleAsync(async steps =>
    {
        await using var journal = new MemoryJournal(Partitions);
        var memory = await Started(journal);
        var open = new (MessageClaims Claims, List<(int Message, int Person)> Wanted, List<(int Message, int Person)> Granted)?[4];
        var acknowledged = new HashSet<int>();
        foreach (var (sender, message, person, fails, restarts) in steps)
        {
            if (restarts)
            {
                Array.Clear(open); // Killed: who was writing is never answered.
                memory = await Started(journal);
            }
            else if (open[sender] is not { } request)
            {
                var claims = new MessageClaims();
                (int, int)[] wanted = [(message, person), ((message + 1) % 4, person), (message, (person + 1) % 3)];
                open[sender] = (claims, [.. wanted], [.. wanted.Where(one => claims.Claim(memory, Message(one.Item1), Person(one.Item2)))]);
            }
            else
            {
                open[sender] = null;
                if (!fails)
                    await Write(journal, request.Granted);
                request.Claims.Settle(memory, !fails);
                var answer = request.Claims.AreRepeats(memory);
                if (!fails && answer.IsCompleted && await answer)
                    acknowledged.UnionWith(request.Wanted.Select(static one => one.Message));
            }
        }

        var written = journal.Payloads.Select(static payload => new EventView(payload).Header).ToLookup(static header => header.Message, static header => header.Person);
        foreach (var persons in written)
            persons.Distinct().Count().ShouldBe(1);
        acknowledged.ShouldAllBe(message => written.Contains(Message(message)));
    }, iter: 2_000);

    [Fact]
    public async Task Whoever_asks_for_what_is_being_written_hears_what_became_of_it()
    {
        var memory = Memory();
        memory.Claim(Message(1), Person(1)).ShouldBe(MessageClaim.Granted);
        memory.Claim(Message(1), Person(2)).ShouldBe(MessageClaim.Disputed);
        var failed = memory.Outcome(Message(1)).AsTask();
        failed.IsCompleted.ShouldBeFalse();
        memory.Settle(Message(1), written: false);
        (await failed.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeFalse();

        memory.Claim(Message(1), Person(2)).ShouldBe(MessageClaim.Granted, "what was never written is no repeat");
        var written = memory.Outcome(Message(1)).AsTask();
        memory.Settle(Message(1), written: true);
        (await written.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();
        memory.Claim(Message(1), Person(1)).ShouldBe(MessageClaim.Repeated);
        memory.Claim(Message(1), Person(2)).ShouldBe(MessageClaim.Granted, "for the same identifier its shard sees to it");
    }

    [Fact]
    public void The_latest_messages_are_remembered_and_old_ones_are_forgotten()
    {
        var memory = Memory(2_048);
        var open = Message(0);
        memory.Claim(open, Person(0));
        for (var i = 1; i <= 40_000; i++)
        {
            memory.Claim(Message(i), Person(0));
            memory.Settle(Message(i), written: true);
        }

        // Messages fall into the stripes by chance, so the bound is one of each stripe's; half of it is well within.
        Enumerable.Range(40_000 - 1_024, 1_024).Count(i => memory.Claim(Message(i), Person(1)) == MessageClaim.Repeated).ShouldBeGreaterThan(1_000);
        Enumerable.Range(1, 1_024).ShouldAllBe(i => memory.Claim(Message(i), Person(1)) == MessageClaim.Granted);
        memory.Claim(open, Person(1)).ShouldBe(MessageClaim.Disputed, "what is being written is not forgotten");
    }

    [Fact]
    public async Task A_start_remembers_the_latest_there_is_room_for()
    {
        await using var journal = new MemoryJournal(Partitions);
        await Write(journal, [.. Enumerable.Range(0, 20_000).Select(static i => (i, i % 3))]);
        var memory = await Started(journal, 4_000_000);
        Enumerable.Range(0, 20_000).ShouldAllBe(i => memory.Claim(Message(i), Person((i + 1) % 3)) == MessageClaim.Repeated);
    }

    private static async Task<MessageMemory> Started(MemoryJournal journal, int messagesMin = 1_024)
    {
        var options = Options.Create(new MessageOptions { MessagesMin = messagesMin });
        var memory = new MessageMemory(options);
        using var restore = new MessageRestore(journal, memory, options, new FakeTimeProvider(Noon), NullLogger<MessageRestore>.Instance);
        await restore.StartAsync(default);
        await memory.Restored.WaitAsync(TimeSpan.FromMinutes(1));
        return memory;
    }

    private static MessageMemory Memory(int messagesMin = 1_024) => new(Options.Create(new MessageOptions { MessagesMin = messagesMin }));

    private static async Task Write(MemoryJournal journal, List<(int Message, int Person)> events)
    {
        if (events.Count == 0)
            return;
        var batch = JournalBatch.Rent();
        foreach (var (message, person) in events)
        {
            var writer = new EventWriter(batch, new EventHeader
            {
                Kind = EventKind.Track, Workspace = 1, Message = Message(message), Person = Person(person),
                HappenedAtMs = Noon.ToUnixTimeMilliseconds(), ReceivedAtMs = Noon.ToUnixTimeMilliseconds(),
            });
            writer.Write(EventField.MessageId, "m"u8);
            writer.End(Partitions);
        }

        await journal.Append(batch);
        batch.Return();
    }

    private static MessageKey Message(int number) => new(Mixed(number, 1), Mixed(number, 2));

    private static PersonKey Person(int number) => new(Mixed(number, 3), Mixed(number, 4));

    // SplitMix64.
    private static ulong Mixed(int number, ulong salt)
    {
        var mixed = ((ulong)number + (salt << 40)) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
