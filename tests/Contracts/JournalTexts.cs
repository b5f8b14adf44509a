using System.Buffers;
using System.Text;
using Kairos.Capture.Journal;

namespace Kairos.Contracts;

/// <summary>One record of a test: short text under a key.</summary>
public sealed record JournalText(int Partition, long Position, ulong Key, string Text);

/// <summary>Writes and reads journals as texts.</summary>
public static class JournalTexts
{
    public static JournalBatch Batch(params (int Partition, ulong Key, string Text)[] records) => BatchOf(records);

    public static JournalBatch BatchOf(IEnumerable<(int Partition, ulong Key, string Text)> records)
    {
        var batch = JournalBatch.Rent();
        foreach (var (partition, key, text) in records)
        {
            batch.Write(Encoding.UTF8.GetBytes(text));
            batch.Seal(partition, key);
        }
        return batch;
    }

    public static Task<AppendOutcome> Append(this IJournal journal, params (int Partition, ulong Key, string Text)[] records) => journal.AppendAll(records);

    public static async Task<AppendOutcome> AppendAll(this IJournal journal, IEnumerable<(int Partition, ulong Key, string Text)> records)
    {
        var batch = BatchOf(records);
        var outcome = await journal.Append(batch);
        batch.Return();
        return outcome;
    }

    /// <summary>Reads to the end as it is now.</summary>
    public static List<JournalText> ReadAll(this IJournalCursor cursor)
    {
        var texts = new List<JournalText>();
        while (cursor.TryRead(out var run))
            foreach (var record in run)
                texts.Add(Text(record));
        return texts;
    }

    /// <summary>Follows until so many records have come.</summary>
    public static async Task<List<JournalText>> Follow(this IJournalCursor cursor, int count, CancellationToken cancel)
    {
        var texts = new List<JournalText>();
        while (true)
        {
            texts.AddRange(cursor.ReadAll());
            if (texts.Count >= count)
                return texts;
            await cursor.Wait(cancel);
        }
    }

    public static List<JournalText> OfKey(this IJournal journal, int partition, ulong key, long before = long.MaxValue, int countMax = int.MaxValue)
    {
        var texts = new List<JournalText>();
        journal.ReadKey(partition, key, before, (in JournalRecord record) =>
        {
            texts.Add(Text(record));
            return texts.Count < countMax;
        });
        return texts;
    }

    private static JournalText Text(in JournalRecord record) => new(record.Partition, record.Position, record.Key, Encoding.UTF8.GetString(record.Payload));
}
