using System.Buffers;

namespace Kairos.Capture.Imports;

/// <summary>NDJSON: each line is a call. Blank lines do not count.</summary>
/// <param name="feed">The file.</param>
/// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
internal sealed class LineRows(ByteFeed feed, long nowMs) : IImportRows
{
    public long Line { get; private set; }

    public long Lines => Line;

    public RowFault? Fault { get; private set; }

    public void GoOn(long lines) => Line = lines;

    public async ValueTask<RowRead> Read(ArrayBufferWriter<byte> to, CancellationToken cancel)
    {
        while (true)
        {
            var length = await feed.FindLine(RowFaults.RowBytesMax, cancel);
            if (length == -1)
                return RowRead.End;
            Line++;
            if (length >= 0 && feed.Window.Span[..length].Trim(" \t\r"u8).IsEmpty)
            {
                await feed.PassLine(cancel);
                continue;
            }

            Fault = length < 0 ? RowFaults.LineTooLong : CallLine.Write(feed.Window.Span[..length], nowMs, to);
            await feed.PassLine(cancel);
            return Fault is null ? RowRead.Call : RowRead.Refused;
        }
    }
}
