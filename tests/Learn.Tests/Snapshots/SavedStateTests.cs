using CsCheck;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Tests.Snapshots;

public sealed class SavedStateTests
{
    private const int SettleEvery = 40;

    /// <summary>One learns without a break. The other is frozen at a point drawn, goes on while it is written, and its copy learns the rest. Each settles when it likes.</summary>
    [Fact]
    public void Saved_at_any_point_and_continued_is_the_same_as_uninterrupted() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[200, 4_000], Gen.Double[0, 1], Gen.Int[1, 30]).Sample((seed, count, at, slice) =>
    {
        var clicks = new Clickstream(seed, count);
        var cut = (int)(count * at) / SettleEvery * SettleEvery;
        var (straight, straightReader) = Clickstream.Make();
        var (live, liveReader) = Clickstream.Make();
        Learn(clicks, straightReader, 0, clicks.Count, settleEvery: 137);
        Learn(clicks, liveReader, 0, cut);

        var frozen = liveReader.Freeze();
        Learn(clicks, liveReader, cut, clicks.Count, () => liveReader.FreezeMore(slice));
        while (liveReader.FreezeMore(slice))
        {
        }
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        frozen.Write(writer);
        frozen.Release();
        writer.Flush();
        stream.Position = 0;
        var (restored, restoredReader) = Clickstream.Make();
        restoredReader.Restore(new StateReader(stream));
        stream.Position.ShouldBe(stream.Length);
        Learn(clicks, restoredReader, cut, clicks.Count);

        var expected = Clickstream.Answers(straight);
        Clickstream.Answers(restored).SequenceEqual(expected).ShouldBeTrue("the answers of the one restored");
        Clickstream.Answers(live).SequenceEqual(expected).ShouldBeTrue("the answers of the one that went on while it was saved");
        Clickstream.StateOf(restored, restoredReader).AsSpan().SequenceEqual(Clickstream.StateOf(straight, straightReader)).ShouldBeTrue("the whole state");
        restoredReader.Clicks.ShouldBe(straightReader.Clicks);
    }, iter: 60);

    [Fact]
    public void A_stream_meets_every_bound()
    {
        var (registry, reader) = Clickstream.Make();
        Learn(new Clickstream(1, 4_000), reader, 0, 4_000);
        registry.Learners.Count.ShouldBe(2);
        var status = registry.Learners[0].Learner.Models.Status;
        status.Folds.ShouldBeGreaterThan(0);
        status.Predictions.ShouldBeGreaterThan(100);
        Clickstream.Answers(registry).Count.ShouldBeGreaterThan(1_000);
    }

    private static void Learn(Clickstream clicks, Learn.Training.ClickReader reader, int from, int until, Action? between = null, int settleEvery = SettleEvery)
    {
        for (var at = from; at < until; at += settleEvery)
        {
            clicks.Read(reader, at, Math.Min(at + settleEvery, until), between);
            reader.Settle();
        }
    }
}
