using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;

namespace Kairos.Measure.Tests.Outcomes;

/// <summary>Event records as capture and decide write them.</summary>
internal static class Records
{
    public static Workspace Shop { get; } = new(new WorkspaceId(1), "shop", new SipKey(1, 2));

    public static Workspace Other { get; } = new(new WorkspaceId(2), "other", new SipKey(3, 4));

    public static PersonKey Person(string name, Workspace? workspace = null) => PersonKey.Of(workspace ?? Shop, KeyDomain.AnonymousId, Encoding.UTF8.GetBytes(name));

    public static void View(JournalBatch batch, string person, string item, long atMs, Workspace? workspace = null)
    {
        workspace ??= Shop;
        var writer = new EventWriter(batch, Header(EventKind.Track, EventCode.ProductViewed, Person(person, workspace), atMs, workspace));
        writer.Write(new ItemMention { Key = new ItemKey(workspace.Hash64(KeyDomain.Item, item)), Id = Encoding.UTF8.GetBytes(item), Price = double.NaN, Quantity = 1 });
        writer.End(16);
    }

    public static void Served(JournalBatch batch, PersonKey person, long atMs, string source, string[] items, string? last = null, Workspace? workspace = null)
    {
        var writer = new EventWriter(batch, Header(EventKind.Decision, EventCode.DecisionServed, person, atMs, workspace ?? Shop));
        var shown = string.Join(',', items.Select(id => $$$"""{"id":"{{{id}}}","score":1,"reason":{"code":"popular","text":"Popular now"}}"""));
        var touches = last is null ? "" : $"""["ProductViewed",1,"{last}",0],["PageViewed",2,null,0]""";
        writer.Write(EventField.Decision, $$$"""
            {"v":1,"at":{{{atMs}}},"touches":[{{{touches}}}],"answer":[{"id":"none","items":[],"source":"default","degraded":[]},
             {"id":"home-recs","items":[{{{shown}}}],"source":"{{{source}}}","degraded":[]}],"timings":{"totalMs":0.1}}
            """);
        batch.Seal(person.Partition(16), person.Low);
    }

    public static void Decided(JournalBatch batch, PersonKey person, ulong key, Workspace? workspace = null)
    {
        var writer = new EventWriter(batch, Header(EventKind.Decision, EventCode.DecisionServed, person, 1000, workspace ?? Shop));
        writer.Write(EventField.BucketingKey, (long)key);
        batch.Seal(person.Partition(16), person.Low);
    }

    private static EventHeader Header(EventKind kind, EventCode code, PersonKey person, long atMs, Workspace workspace) => new()
    {
        Kind = kind, Code = code, Workspace = workspace.Id.Value, Person = person, HappenedAtMs = atMs, ReceivedAtMs = atMs,
        Message = new MessageKey(1, (ulong)atMs),
    };

    public sealed class Workspaces : IWorkspaces
    {
        public IReadOnlyList<Workspace> All { get; init; } = [Shop, Other];

        public Workspace? ByWriteKey(ReadOnlySpan<byte> writeKeyUtf8) => null;

        public Workspace? BySecretKey(ReadOnlySpan<byte> secretKeyUtf8) => ByName(Encoding.UTF8.GetString(secretKeyUtf8));

        public Workspace? ByName(string name) => All.FirstOrDefault(it => it.Name == name);

        public Workspace? ById(WorkspaceId id) => All.FirstOrDefault(it => it.Id == id);
    }
}
