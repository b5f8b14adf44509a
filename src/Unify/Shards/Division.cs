using Kairos.Capture.Events;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Shards;

/// <summary>What is divided at a time, and the records it amounts to.</summary>
/// <param name="Node">The identifier that keeps it.</param>
/// <param name="Before">The periods it has until now.</param>
/// <param name="Subject">Itself, or a user of it whose doings are meant.</param>
/// <param name="Users">When it is itself a device: users whose doings on it are divided too.</param>
internal sealed record Division(PersonId Node, Period[] Before, PersonKey Subject, PersonKey[] Users)
{
    private readonly HashSet<MessageKey> _messages = [];

    /// <summary>The key that the records lie under.</summary>
    public PersonKey Origin { get; } = Periods.RecordsOf(Before, Node.Key);

    /// <summary>Newest first.</summary>
    public List<byte[]> Records { get; } = [];

    /// <summary>Users who did something on it, and when last, ms since 1970 UTC.</summary>
    public Dictionary<PersonKey, long> LastByUser { get; } = [];

    /// <summary>The parts that all of it amounts to so far.</summary>
    public HashSet<PersonId> Known { get; } = [];

    /// <summary>How many events these have.</summary>
    public long KnownEvents { get; set; }

    /// <summary>Whether the records are all that there was.</summary>
    public bool IsWhole => KnownEvents <= _messages.Count;

    private bool IsOfNode => Subject == Node.Key;

    /// <summary>The parts of one side, and whose doings each is: none for what a device did without a name.</summary>
    /// <param name="side">The node's key for what it keeps, or the name of what is past.</param>
    public IEnumerable<(PersonId Part, PersonKey User)> Parts(PersonKey side) => IsOfNode
        ? Users.Select(user => (Node with { Key = PartKeys.Of(side, user) }, user)).Append((Node with { Key = side }, default))
        : [(Node with { Key = PartKeys.Of(Node.Key, side == Node.Key ? Subject : side) }, Subject)];

    /// <summary>Takes a record in, when it is of what is divided.</summary>
    public void Add(in EventHeader header, PersonKey user, ReadOnlySpan<byte> payload)
    {
        if (!user.IsNone)
            LastByUser[user] = Math.Max(LastByUser.GetValueOrDefault(user), header.HappenedAtMs);
        if (Periods.Of(Before, Origin, user, header.HappenedAtMs) != Node.Key
            || !(IsOfNode ? user.IsNone || Users.Contains(user) : user == Subject && Periods.Of(Before, Subject, default, header.HappenedAtMs) == Subject))
            return;
        Records.Add(payload.ToArray());
        _messages.Add(header.Message == default ? new MessageKey(ulong.MaxValue, (ulong)Records.Count) : header.Message);
    }
}
