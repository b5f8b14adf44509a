using Kairos.Capture.Journal.Segments;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>The last block may be cut anywhere; it is dropped, and all before it stays.</summary>
public sealed class TornTails
{
    [Fact]
    public async Task A_last_block_cut_at_any_byte_is_dropped_and_writing_goes_on_there()
    {
        await using var folder = new JournalFolder();
        await folder.Journal.Append((0, 1, "first"), (1, 1, "also first"));
        await folder.Journal.Append((0, 1, "last"));
        await folder.Kill();
        var segment = folder.Segments.Single();
        var whole = await File.ReadAllBytesAsync(segment);
        var (start, end) = Blocks(segment)[^1];

        for (var cut = start; cut < end; cut++)
        {
            var torn = (byte[])whole.Clone();
            if (torn.AsSpan(cut, end - cut).IndexOfAnyExcept((byte)0) < 0)
                continue; // Only padding: nothing is missing.
            Array.Clear(torn, cut, end - cut);
            await File.WriteAllBytesAsync(segment, torn);
            folder.Open();
            await folder.Journal.Append((0, 1, "next"));
            await folder.Reopen();
            using (var cursor = folder.Journal.Open(0, 0))
                cursor.ReadAll().Select(text => text.Text).ShouldBe(["first", "next"]);
            await folder.Kill();
        }
    }

    [Fact]
    public async Task Bytes_that_a_torn_write_left_behind_a_shorter_block_never_come_back()
    {
        await using var folder = new JournalFolder();
        await folder.Journal.Append((0, 1, "first"));
        await folder.Kill();
        var segment = folder.Segments.Single();
        var end = Blocks(segment)[^1].End;
        using (var file = File.OpenHandle(segment, FileMode.Open, FileAccess.Write))
            RandomAccess.Write(file, Enumerable.Repeat((byte)0x4B, 5000).ToArray(), end);

        folder.Open();
        await folder.Close();
        (await File.ReadAllBytesAsync(segment)).AsSpan(end).IndexOfAnyExcept((byte)0).ShouldBe(-1);
    }

    /// <summary>Where the blocks of a segment lie.</summary>
    internal static List<(int Start, int End)> Blocks(string segment)
    {
        var header = SegmentHeader.Read(segment).ShouldNotBeNull();
        var blocks = new List<(int, int)>();
        var meta = JournalMeta.Read(Path.GetDirectoryName(segment)!).ShouldNotBeNull();
        using var scan = new SegmentScan(segment, header, meta.Salt);
        for (var start = scan.End.Offset; scan.Next() is null; start = scan.End.Offset)
            blocks.Add(((int)start, (int)scan.End.Offset));
        return blocks;
    }
}
