using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Exports;

/// <summary>Everything of a workspace as lines of JSON, page by page: events as of the moment of the first page, people and items as of now.</summary>
/// <remarks>A page is told by a cursor, so that an export that stopped goes on where it was.</remarks>
public sealed class WorkspaceExport
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();
    private readonly IJournal _journal;
    private readonly IPeopleStore _store;
    private readonly Catalogue _catalogue;
    private readonly Func<int, IShardGrain> _shards;
    private readonly PersonLines _lines;
    private readonly PeopleOptions _people;

    internal WorkspaceExport(IJournal journal, IPeopleStore store, Catalogue catalogue, Func<int, IShardGrain> shards, ShardSettings settings, TimeProvider clock) =>
        (_journal, _store, _catalogue, _shards, _lines, _people) = (journal, store, catalogue, shards, new PersonLines(catalogue, settings, clock), settings.People);

    /// <summary>How many pages of people there are.</summary>
    public int Partitions => _journal.Partitions;

    /// <summary>Writes a page of events, in order within each partition: decisions too.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="cursor">Of the page before; null for the first.</param>
    /// <param name="recordsMax">How many records are looked at, about.</param>
    /// <param name="to">Receives the lines.</param>
    /// <param name="next">The cursor of the next page; null at the end.</param>
    /// <returns>Whether the cursor was one of these.</returns>
    public bool TryWriteEvents(Workspace workspace, string? cursor, int recordsMax, Stream to, out string? next)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        next = null;
        var (from, until) = (new long[_journal.Partitions], Enumerable.Range(0, _journal.Partitions).Select(_journal.End).ToArray());
        if (cursor is not null && !TryRead(cursor, from, until))
            return false;
        for (var partition = 0; partition < from.Length && recordsMax > 0; partition++)
        {
            if (from[partition] >= until[partition])
                continue;
            using var records = _journal.Open(partition, from[partition]);
            while (recordsMax > 0 && from[partition] < until[partition] && records.TryRead(out var run))
            {
                foreach (var record in run)
                    if (record.Position < until[partition])
                        Write(record, workspace.Id.Value, to);
                recordsMax -= run.Count;
                from[partition] = run.NextPosition;
            }

            if (recordsMax > 0)
                from[partition] = until[partition]; // What is not there was let go of by retention.
        }

        next = from.Zip(until).All(static pair => pair.First >= pair.Second) ? null : Text(from, until);
        return true;
    }

    /// <summary>Writes what is known under each identifier, with its sessions and the keys of those it is linked to, of one partition.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="partition">From 0; a page each.</param>
    /// <param name="to">Receives the lines.</param>
    /// <returns>The next partition, or null at the end.</returns>
    public async Task<int?> WritePeople(Workspace workspace, int partition, Stream to)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        await _shards(partition).Settle(); // So that what is stored is what is known.
        await Task.Run(() => _store.Visit(partition, withBlobs: true, (id, blob) =>
        {
            if (id.Workspace == workspace.Id.Value && PersonCode.Read(id, blob, _people) is { Kind: not KeyDomain.Group, Events: > 0 } person) // What holds links only is nobody.
                _lines.Person(person, to);
        }));
        return partition + 1 < _journal.Partitions ? partition + 1 : null;
    }

    /// <summary>Writes all accounts: traits, and the keys of their people and domains. Walks the whole journal, which alone knows their ids in words.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="to">Receives the lines.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task WriteAccounts(Workspace workspace, Stream to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var ids = await Task.Run(() => AccountIds.Of(_journal, workspace, cancel), cancel);
        for (var partition = 0; partition < _journal.Partitions; partition++)
        {
            await _shards(partition).Settle();
            await Task.Run(() => _store.Visit(partition, withBlobs: true, (id, blob) =>
            {
                if (id.Workspace == workspace.Id.Value && PersonCode.Read(id, blob, _people) is { Kind: KeyDomain.Group } account)
                    PersonLines.Account(account, ids.GetValueOrDefault(id.Key), to);
            }), cancel);
        }
    }

    /// <summary>Writes all items, each as <c>GET /v1/items/{id}</c> shows it.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="to">Receives the lines.</param>
    public void WriteItems(Workspace workspace, Stream to)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(to);
        foreach (var item in _catalogue.All(workspace.Id))
        {
            using (var json = new Utf8JsonWriter(to))
                ItemBody.Write(json, item);
            to.Write(NewLine);
        }
    }

    private static void Write(in JournalRecord record, uint workspace, Stream to)
    {
        if (record.Payload.IsEmpty)
            return;
        var view = new EventView(record.Payload);
        if (view.Header.Workspace != workspace || view.Header.Kind is EventKind.Erased or EventKind.Link or EventKind.BucketingKey)
            return;
        using (var json = new Utf8JsonWriter(to))
            EventJson.Write(json, view, record.Partition, record.Position);
        to.Write(NewLine);
    }

    private static string Text(long[] from, long[] until)
    {
        var bytes = new byte[(from.Length + until.Length) * sizeof(long)];
        for (var i = 0; i < from.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), from[i]);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((from.Length + i) * sizeof(long)), until[i]);
        }

        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryRead(string cursor, long[] from, long[] until)
    {
        var bytes = new byte[(from.Length + until.Length) * sizeof(long)];
        if (!Base64Url.IsValid(cursor, out var length) || length != bytes.Length)
            return false;
        Base64Url.DecodeFromChars(cursor, bytes);
        var longs = MemoryMarshal.Cast<byte, long>(bytes);
        longs[..from.Length].CopyTo(from);
        longs[from.Length..].CopyTo(until);
        return true;
    }
}
