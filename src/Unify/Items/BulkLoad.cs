using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>Puts items as their lines come in, some hundreds to a commit. A bad line is refused with its number; the others go on.</summary>
/// <param name="workspace">Whose items.</param>
/// <param name="journal">Where they go.</param>
/// <param name="options">Bounds.</param>
/// <param name="clock">When they are put.</param>
/// <param name="isFull">Whether there is no room for an item.</param>
internal sealed class BulkLoad(Workspace workspace, IJournal journal, ItemOptions options, TimeProvider clock, Func<Item, bool> isFull)
{
    private const int CommitItems = 500;
    private const int ErrorsMax = 100;
    private readonly List<(int Line, string Reason)> _errors = [];
    private int _line;
    private int _put;
    private int _refused;

    /// <summary>Partitions written to.</summary>
    public HashSet<int> Partitions { get; } = [];

    /// <summary>Reads all lines.</summary>
    /// <returns>What became of the last commit; anything but committed ends the load.</returns>
    public async Task<AppendOutcome> Run(PipeReader body, CancellationToken cancel)
    {
        var batch = JournalBatch.Rent();
        var outcome = AppendOutcome.Committed;
        try
        {
            for (var ended = false; !ended && outcome == AppendOutcome.Committed;)
            {
                var read = await body.ReadAsync(cancel);
                var buffer = read.Buffer;
                while (outcome == AppendOutcome.Committed && TryLine(ref buffer, read.IsCompleted, out var line))
                {
                    Take(line, batch);
                    if (batch.Count >= CommitItems)
                        outcome = await Commit(batch);
                }

                ended = read.IsCompleted || _line > options.BulkItemsMax;
                if (buffer.Length > options.ItemBytesMax)
                {
                    Refuse("The line is longer than an item may be; nothing after it was read.");
                    ended = true;
                }

                body.AdvanceTo(buffer.Start, buffer.End);
            }

            return outcome == AppendOutcome.Committed && batch.Count > 0 ? await Commit(batch) : outcome;
        }
        finally
        {
            batch.Return();
        }
    }

    /// <summary>Writes <c>put</c> and <c>refused</c>.</summary>
    public void WriteTotals(Utf8JsonWriter json)
    {
        json.WriteNumber("put", _put);
        json.WriteNumber("refused", _refused);
    }

    /// <summary>Writes <c>put</c>, <c>refused</c> and the first of the <c>errors</c>.</summary>
    public void WriteCounts(Utf8JsonWriter json)
    {
        WriteTotals(json);
        json.WriteStartArray("errors");
        foreach (var (line, reason) in _errors)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool TryLine(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!last || buffer.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private void Take(ReadOnlySequence<byte> line, JournalBatch batch)
    {
        _line++;
        if (line.Length > options.ItemBytesMax)
        {
            Refuse("The line is longer than an item may be.");
            return;
        }

        var json = line.ToArray().AsSpan().Trim(" \t\r"u8);
        if (json.IsEmpty)
            return;
        if (_line > options.BulkItemsMax)
            Refuse("There are more lines than one request may bring; nothing from here on was read.");
        else if (!ItemBody.TryRead(json, workspace, null, clock.GetUtcNow().ToUnixTimeMilliseconds(), out var item, out var refusal))
            Refuse(refusal);
        else if (Encoding.UTF8.GetByteCount(item.Id) > options.IdBytesMax)
            Refuse("The id is too long.");
        else if (isFull(item))
            Refuse("The catalogue is full.");
        else
            Partitions.Add(ItemWrites.Put(batch, workspace, item, journal.Partitions));
    }

    private async Task<AppendOutcome> Commit(JournalBatch batch)
    {
        var outcome = await journal.Append(batch, CancellationToken.None);
        if (outcome == AppendOutcome.Committed)
            _put += batch.Count;
        batch.Clear();
        return outcome;
    }

    private void Refuse(string reason)
    {
        _refused++;
        if (_errors.Count < ErrorsMax)
            _errors.Add((_line, reason));
    }
}
