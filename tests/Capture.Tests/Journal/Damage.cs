using CsCheck;
using Kairos.Capture.Journal;
using Kairos.Capture.Journal.Segments;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>A wrong byte anywhere is found at its exact place, and repaired on request only.</summary>
public sealed class Damage
{
    [Fact]
    public void A_wrong_byte_before_the_tail_is_reported_with_its_place_and_repaired_by_losing_that_block_alone() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 255], Gen.Bool).Sample((at, flip, several) => FlipByte(at, (byte)flip, several).GetAwaiter().GetResult(), iter: 12, threads: 1);

    private static async Task FlipByte(int at, byte flip, bool several)
    {
        await using var folder = new JournalFolder();
        await Fill(folder, several ? 120 : 20);
        var texts = ReadAll(folder.Journal);
        await folder.Close();
        var places = folder.Segments.SelectMany(path => TornTails.Blocks(path).Select(block => (Path: path, block.Start, block.End))).ToList();
        var index = at % (places.Count - 1); // Not the last block: that would be a torn tail.
        var (path, start, end) = places[index];
        Flip(path, start + at % (end - start), flip);

        var damage = Should.Throw<JournalDamagedException>(() =>
        {
            folder.Open();
            ReadAll(folder.Journal);
        });
        damage.File.ShouldBe(path);
        damage.Offset.ShouldBe(start);
        damage.Sequence.ShouldBe(index);
        damage.Message.ShouldContain("kairos doctor");
        await folder.Close();

        var found = JournalDoctor.Inspect(folder.Path).Findings.Single();
        (found.Kind, found.File, found.Offset, found.Bytes, found.FirstSequence, found.Blocks).ShouldBe((JournalFindingKind.DamagedBlocks, path, start, end - start, index, 1));
        JournalDoctor.Repair(folder.Path).Findings.Single().ShouldBeEquivalentTo(found);
        JournalDoctor.Inspect(folder.Path).Findings.ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(folder.Path, "damaged")).Length.ShouldBe(1);

        folder.Open();
        var lost = found.Lost.SelectMany(lost => Enumerable.Range((int)lost.From, (int)(lost.Until - lost.From)).Select(position => (lost.Partition, (long)position))).ToHashSet();
        lost.Count.ShouldBe(10);
        ReadAll(folder.Journal).ShouldBe(texts.Where(text => !lost.Contains((text.Partition, text.Position))));
        await folder.Journal.Append((0, 1, "goes on"));
        await folder.Reopen();
        ReadAll(folder.Journal)[^1].ShouldBe(texts.Where(text => text.Partition == 3).Last());
        folder.Journal.OfKey(0, 1).First().Text.ShouldBe("goes on");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_there_when_the_journal_was_closed_is_never_taken_for_a_torn_tail(bool wholeSegment)
    {
        await using var folder = new JournalFolder();
        await Fill(folder, 120);
        var texts = ReadAll(folder.Journal);
        var ends = Enumerable.Range(0, 4).Select(folder.Journal.End).ToArray();
        await folder.Close();
        var last = folder.Segments[^1];
        var (start, end) = TornTails.Blocks(last)[^1];
        if (wholeSegment)
            File.Delete(last);
        else
            Flip(last, end - 20, 1);

        Should.Throw<JournalDamagedException>(() => folder.Open()).Message.ShouldContain("the journal was closed with blocks up to 119");
        var found = JournalDoctor.Repair(folder.Path).Findings.Single();
        found.Lost.ShouldBe(ends.Select((end, partition) => new LostPositions(partition, found.Lost[partition].From, end)));
        if (!wholeSegment)
            (found.File, found.Offset, found.Lost.Sum(lost => lost.Until - lost.From)).ShouldBe((last, start, 10));
        JournalDoctor.Inspect(folder.Path).Findings.ShouldBeEmpty();

        folder.Open();
        Enumerable.Range(0, 4).Select(folder.Journal.End).ShouldBe(ends); // No position is given twice.
        ReadAll(folder.Journal).ShouldBe(texts.Where(text => text.Position < found.Lost[text.Partition].From));
        using (var lagging = folder.Journal.Open(0, 0))
        {
            lagging.ReadAll();
            lagging.Next(0).ShouldBe(ends[0]); // What is lost is passed, so that nobody waits for it.
        }
        using var cursor = folder.Journal.Open(0, ends[0]);
        await folder.Journal.Append((0, 1, "goes on"));
        cursor.ReadAll().Single().Position.ShouldBe(ends[0]);
        await folder.Reopen();
        folder.Journal.OfKey(0, 1)[0].Text.ShouldBe("goes on");
        JournalDoctorFindsNothing(await Closed(folder));
    }

    [Fact]
    public async Task A_missing_segment_is_reported_and_its_positions_are_given_up_on_request()
    {
        await using var folder = new JournalFolder();
        await Fill(folder, 120);
        var texts = ReadAll(folder.Journal);
        await folder.Close();
        File.Delete(folder.Segments[1]);

        Should.Throw<JournalDamagedException>(() => folder.Open()).Message.ShouldContain("blocks are missing");
        var report = JournalDoctor.Repair(folder.Path);
        var missing = report.Findings.Single(finding => finding.Kind == JournalFindingKind.MissingBlocks);
        missing.Lost.Count.ShouldBe(4);
        folder.Open();
        ReadAll(folder.Journal).Count.ShouldBe(texts.Count - (int)missing.Lost.Sum(lost => lost.Until - lost.From));
        JournalDoctorFindsNothing(await Closed(folder));
    }

    [Fact]
    public async Task A_damaged_header_is_made_again()
    {
        await using var folder = new JournalFolder();
        await Fill(folder, 120);
        var texts = ReadAll(folder.Journal);
        await folder.Close();
        foreach (var segment in folder.Segments)
        {
            Flip(segment, 60, 1);
            Should.Throw<JournalDamagedException>(() => folder.Open()).Offset.ShouldBe(0);
            JournalDoctor.Repair(folder.Path).Findings.Single().Kind.ShouldBe(JournalFindingKind.DamagedHeader);
            folder.Open();
            ReadAll(folder.Journal).ShouldBe(texts);
            await folder.Close();
        }
    }

    [Fact]
    public async Task Side_files_that_are_damaged_or_gone_are_made_again_from_the_segment()
    {
        await using var folder = new JournalFolder();
        await Fill(folder, 120);
        var (texts, ofKey) = (ReadAll(folder.Journal), folder.Journal.OfKey(1, 3));
        await folder.Close();
        Flip(SegmentPath.Index(folder.Segments[0]), 100, 1);
        Flip(SegmentPath.Keys(folder.Segments[0]), 100, 1);
        File.Delete(SegmentPath.Index(folder.Segments[1]));
        File.Delete(SegmentPath.Keys(folder.Segments[2]));
        JournalDoctor.Inspect(folder.Path).Findings.Select(finding => finding.Kind).ShouldBe(Enumerable.Repeat(JournalFindingKind.MissingIndex, 4));

        folder.Open();
        ReadAll(folder.Journal).ShouldBe(texts);
        folder.Journal.OfKey(1, 3).ShouldBe(ofKey);
        JournalDoctorFindsNothing(await Closed(folder));
    }

    private static void JournalDoctorFindsNothing(JournalFolder folder) => JournalDoctor.Inspect(folder.Path).Findings.ShouldBeEmpty();

    private static async Task<JournalFolder> Closed(JournalFolder folder)
    {
        await folder.Close();
        return folder;
    }

    /// <summary>Batches of ten records of text that does not compress, so that they fill segments.</summary>
    private static async Task Fill(JournalFolder folder, int batches)
    {
        var random = new Random(5);
        for (var i = 0; i < batches; i++)
            await folder.Journal.AppendAll(Enumerable.Range(0, 10).Select(j => (j % 4, (ulong)(i + j) % 7, Convert.ToBase64String(Noise(random)))));
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[150];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<JournalText> ReadAll(IJournal journal) => [.. Enumerable.Range(0, 4).SelectMany(partition =>
    {
        using var cursor = journal.Open(partition, 0);
        return cursor.ReadAll();
    })];

    private static void Flip(string path, int offset, byte flip)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[offset] ^= flip;
        File.WriteAllBytes(path, bytes);
    }
}
