using System.Buffers;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Items;

/// <summary>Writes explicit items into the journal, each under its own key, so that the changes of one item stay in order.</summary>
internal static class ItemWrites
{
    /// <summary>The key that an item's records are routed by; its low half is the <see cref="ItemKey"/>.</summary>
    public static PersonKey RouteOf(Workspace workspace, ReadOnlySpan<byte> id)
    {
        var (high, _) = workspace.Secret.Hash(KeyDomain.Item, id);
        return new PersonKey(high, workspace.Secret.Hash64(KeyDomain.Item, id));
    }

    /// <summary>Adds a put to a batch.</summary>
    /// <returns>The partition it goes to.</returns>
    public static int Put(JournalBatch batch, Workspace workspace, Item item, int partitions)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
            ItemBody.Write(json, item);
        return Add(batch, EventKind.ItemPut, workspace, item.Id, item.UpdatedAtMs, body.WrittenSpan, partitions);
    }

    /// <summary>Adds a deletion to a batch.</summary>
    /// <returns>The partition it goes to.</returns>
    public static int Delete(JournalBatch batch, Workspace workspace, string id, long atMs, int partitions) =>
        Add(batch, EventKind.ItemDeleted, workspace, id, atMs, [], partitions);

    private static int Add(JournalBatch batch, EventKind kind, Workspace workspace, string id, long atMs, ReadOnlySpan<byte> body, int partitions)
    {
        var route = RouteOf(workspace, System.Text.Encoding.UTF8.GetBytes(id));
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = kind,
            Flags = EventFlags.FromServer,
            Workspace = workspace.Id.Value,
            Person = route,
            HappenedAtMs = atMs,
            ReceivedAtMs = atMs,
        });
        writer.Write(EventField.ItemBody, body);
        writer.End(partitions);
        return route.Partition(partitions);
    }
}
