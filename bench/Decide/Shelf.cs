using System.Globalization;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Decide.Decisions;
using Kairos.Decide.Ranking;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Unify.Identities;
using Kairos.Unify.Items;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Bench.Decide;

/// <summary>A made-up catalogue, one made-up visitor, and models that answer at once with candidates from all over the catalogue.</summary>
public sealed class Shelf : ICatalogue, IPeople, ICandidates
{
    private readonly Workspace _workspace = new(new WorkspaceId(1), "bench", new SipKey(1, 2));
    private readonly Dictionary<ItemKey, Item> _items = [];
    private readonly Candidate[][] _answers;
    private readonly PersonSnapshot _person;
    private readonly ItemKey[] _keys;
    private int _next;

    public Shelf(int items)
    {
        _keys = new ItemKey[items];
        for (var i = 0; i < items; i++)
        {
            var id = "SKU-" + i.ToString(CultureInfo.InvariantCulture);
            _keys[i] = new ItemKey(_workspace.Hash64(KeyDomain.Item, id));
            _items.Add(_keys[i], new Item { Key = _keys[i], Id = id, Name = "Running shoe number " + i.ToString(CultureInfo.InvariantCulture) });
        }

        var chance = new Random(7);
        _answers = [.. Enumerable.Range(0, 512).Select(_ => Enumerable.Range(0, 200).Select(rank => new Candidate
        {
            Item = _keys[chance.Next(items)], Score = 0.1f / (rank + 1) * chance.NextSingle(), Because = _keys[rank % 10], Source = (CandidateSource)(1 + (rank % 2)),
        }).ToArray())];

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var key = PersonKey.Of(_workspace, KeyDomain.AnonymousId, Encoding.UTF8.GetBytes("visitor"));
        _person = PersonSnapshot.Unknown(_workspace.Id, key, 1) with
        {
            HasCurrent = true,
            Sessions =
            [
                new SessionSnapshot
                {
                    Id = "s", LastAtMs = now, Context = new SessionContext(),
                    Touches = [.. Enumerable.Range(0, 10).Select(i => new Touch { AtMs = now - 10_000 + (i * 1000), Item = _keys[i], Code = EventCode.ProductViewed, Quantity = 1, Price = 10, Message = (ulong)i + 1 })],
                },
            ],
        };
    }

    public DecisionRequest Request(int limit, int events) => new()
    {
        Workspace = _workspace, AnonymousId = "visitor", Page = "/",
        Placements = [new PlacementRequest { Id = "home-recs", Limit = limit }],
        DeadlineMs = 1000, // The first decisions wait for the compiler.
        Events = [.. Enumerable.Range(0, events).Select(i => new Touch { AtMs = _person.Sessions[0].LastAtMs + i, Item = _keys[500 + i], Code = EventCode.ProductViewed, Quantity = 1, Price = 10, Flags = TouchFlags.Inline })],
    };

    public Item? Find(WorkspaceId workspace, ItemKey item) => _items.GetValueOrDefault(item);

    public string? Text(WorkspaceId workspace, SymbolKey symbol) => null;

    public IEnumerable<Item> All(WorkspaceId workspace) => _items.Values;

    public int Count(WorkspaceId workspace) => _items.Count;

    public ValueTask<PersonSnapshot> Read(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default) => new(_person);

    public ValueTask<IdentityTree> Identities(WorkspaceId workspace, VisitorKeys visitor, CancellationToken cancel = default) =>
        new(new IdentityTree(visitor.Key, [], IsCut: false));

    public ValueTask<NodeReading> Node(WorkspaceId workspace, PersonKey key) => new(new NodeReading { Key = key });

    public VisitorKeys Route(Workspace workspace, ReadOnlySpan<char> anonymousId, ReadOnlySpan<char> userId) => new(_person.Key, 0);

    public int Recommend(WorkspaceId workspace, in RecommendQuery query, Span<Candidate> into)
    {
        var answer = _answers[_next++ & 511].AsSpan(0, Math.Min(into.Length, 200));
        answer.CopyTo(into);
        return answer.Length;
    }

    public int Popular(WorkspaceId workspace, SymbolKey category, long nowMs, Span<Candidate> into) => 0;

    public bool AllSuit(WorkspaceId workspace, ushort asking, ushort allowed) => true;

    public long Version(WorkspaceId workspace) => 1;
}
