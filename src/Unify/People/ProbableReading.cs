using Kairos.Govern.Purposes;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>A person as read, with those who are probably the same: kept apart until a purpose that takes probable links asks.</summary>
/// <param name="own">The person as said.</param>
/// <param name="snapshot">The same, as answered.</param>
/// <param name="others">Those who are probably the same, the surest first; at most 31.</param>
/// <param name="snapshots">Makes snapshots.</param>
/// <param name="options">What is kept of a person.</param>
/// <param name="device">Whose session is the current one; zero for the latest of any.</param>
/// <param name="nowMs">The time of reading, ms since 1970 UTC.</param>
internal sealed class ProbableReading(Person own, PersonSnapshot snapshot, IReadOnlyList<Person> others, SnapshotBuilder snapshots, PeopleOptions options, ulong device, long nowMs)
{
    private readonly Lock _one = new();
    private readonly Dictionary<int, PersonSnapshot> _joined = [];

    /// <summary>The person with those of the others who allow the purpose by themselves. Without any of those, as said.</summary>
    /// <param name="policies">What counts until someone says otherwise.</param>
    /// <param name="purpose">The purpose's index.</param>
    public PersonSnapshot For(PurposePolicies policies, int purpose)
    {
        var allowing = 0;
        for (var i = 0; i < others.Count; i++)
        {
            if ((ConsentCheck.Allowed(policies.For(others[i].Region), default, others[i].Consent) & PurposePolicy.Bit(purpose)) != 0)
                allowing |= 1 << i;
        }

        if (allowing == 0)
            return snapshot;
        lock (_one)
        {
            if (!_joined.TryGetValue(allowing, out var joined))
                _joined.Add(allowing, joined = Join(allowing));
            return joined;
        }
    }

    private PersonSnapshot Join(int allowing)
    {
        var person = ProbableJoin.Of(own, others.Where((_, i) => (allowing & (1 << i)) != 0), options);
        return snapshots.Of(person, device, nowMs, snapshot.Position);
    }
}
