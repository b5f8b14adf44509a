using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>What was said by one identifier itself: nothing of others that links join to it, which anybody can claim who knows them.</summary>
internal static class OwnWords
{
    /// <summary>A person of whom only consent, place and what they are not interested in are known, as far as this identifier said it.</summary>
    /// <param name="node">What its shard knows.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="options">What is kept of a person.</param>
    public static PersonSnapshot Of(NodeReading node, WorkspaceId workspace, PeopleOptions options)
    {
        var id = new PersonId(workspace.Value, node.Key);
        var own = new Person(id);
        var parts = node.Parts.Select(part => new PersonJoin.Part(node.Key, part.User, PersonCode.Read(id, part.State, options), 0)).ToList();
        if (node.State is { } state)
            parts.Add(new PersonJoin.Part(node.Key, PersonKey.None, PersonCode.Read(id, state, options), 0));
        foreach (var (_, _, part, _) in parts)
        {
            own.NotInterested = NotInterested.Join(own.NotInterested, part.NotInterested, options.NotInterestedMax);
            PersonChanges.Locate(own, part.Region, part.RegionAtMs);
        }

        return PersonSnapshot.Unknown(workspace, node.Key, node.Position) with
        {
            Consent = ConsentJoin.Of(parts, options), NotInterested = own.NotInterested, RegionPacked = own.Region.Packed,
        };
    }
}
