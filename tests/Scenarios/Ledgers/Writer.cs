using Kairos.Scenarios.Callers;

namespace Kairos.Scenarios.Ledgers;

/// <summary>One client that writes as fast as it is answered: single calls and batches, now and then something twice, retries after a failure.</summary>
/// <param name="name">Begins all of its message ids.</param>
/// <param name="seed">Of its choices.</param>
/// <param name="capture">The server.</param>
/// <param name="ledger">Where it notes what it did.</param>
/// <param name="scene">What it writes about.</param>
internal sealed class Writer(string name, int seed, CaptureCaller capture, Ledger ledger, Scene scene)
{
    /// <summary>Begins the names of people with few events.</summary>
    public const string QuietPrefix = "quiet-";

    private const int QuietEvents = 12;
    private const int Retries = 8;
    private static readonly string[] Names = ["Product Viewed", "Product Added", "Product List Viewed", "Products Searched", "Order Completed"];
    private readonly Random _random = new(seed);
    private readonly Queue<EventDraft> _earlier = new();
    private int _written;
    private int _quiet;

    /// <summary>Counts answers by status; 0 is a broken connection.</summary>
    public Dictionary<int, int> Answers { get; } = [];

    /// <summary>Writes until told to stop; what was begun is finished.</summary>
    public async Task WriteUntil(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await WriteOnce(stop);
    }

    private async Task WriteOnce(CancellationToken stop)
    {
        var single = _random.Next(100) < 60;
        var drafts = Enumerable.Range(0, single ? 1 : _random.Next(2, 60)).Select(_ => Draft()).ToList();
        if (!single && _earlier.Count > 0 && _random.Next(4) == 0)
            drafts.Add(_earlier.ElementAt(_random.Next(_earlier.Count))); // An event of before, again, among new ones.
        foreach (var draft in drafts)
            ledger.NoteSent(draft);

        var twice = _random.Next(100) < 8;
        var sends = Enumerable.Range(0, twice ? 2 : 1).Select(_ => SendUntilTaken(drafts, stop)).ToList();
        foreach (var taken in await Task.WhenAll(sends))
            if (taken)
                drafts.ForEach(ledger.NoteAcknowledged);

        _earlier.Enqueue(drafts[0]);
        if (_earlier.Count > 50)
            _earlier.Dequeue();
    }

    private async Task<bool> SendUntilTaken(List<EventDraft> drafts, CancellationToken stop)
    {
        for (var attempt = 0; attempt < Retries; attempt++)
        {
            var answer = drafts.Count == 1 ? await capture.Send(drafts[0]) : await capture.SendBatch(drafts);
            lock (Answers)
                Answers[answer.Status] = Answers.GetValueOrDefault(answer.Status) + 1;
            if (answer.Acknowledged)
                return true;
            if (answer.Status is not (0 or 429 or 503))
                throw new InvalidOperationException($"A good event was answered {answer.Status}: {answer.Body}");
            if (stop.IsCancellationRequested || _random.Next(100) < 30)
                return false; // A client that gives up: the event may be there or not.
            if (answer.Status != 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
        return false;
    }

    private EventDraft Draft()
    {
        var id = $"{name}-{_written++}";
        if (scene.QuietToo && _random.Next(12) == 0)
            return new EventDraft(id, $"{QuietPrefix}{name}-{_quiet++ / QuietEvents}", "Product Viewed", $"SKU-{id}");
        var person = $"busy-{_random.Next(scene.People)}";
        var verb = _random.Next(10) == 0 ? "page" : "track";
        var item = $"SKU-{_random.Next(scene.Items)}";
        return new EventDraft(id, person, verb == "page" ? "Home" : Names[_random.Next(Names.Length)], item, verb);
    }
}
