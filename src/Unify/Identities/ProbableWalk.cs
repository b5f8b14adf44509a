using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>Finds those who are probably the same person as one. Only links between the two themselves count: who is likely one of theirs in turn is not followed.</summary>
/// <param name="read">Reads an identifier at its shard.</param>
/// <param name="options">Which leads to which, and how many.</param>
internal sealed class ProbableWalk(Func<PersonKey, PersonKey[], ValueTask<NodeReading>> read, IdentityOptions options)
{
    /// <summary>Whether there is any to look for.</summary>
    public static bool HasAny(IdentityTree tree)
    {
        foreach (var member in tree.Members)
        {
            foreach (ref readonly var link in member.Node.Links.AsSpan())
            {
                if (!member.IsShared && link.IsProbable)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Everybody whom a link makes probable that both ends know of, and whom nobody parted from this person; the surest first.</summary>
    /// <param name="tree">The person.</param>
    /// <param name="most">Most of them.</param>
    public async ValueTask<IReadOnlyList<ProbablePerson>> From(IdentityTree tree, int most)
    {
        var found = new List<ProbablePerson>();
        var refused = Links(tree).Where(static said => said.Link.IsRefused).Select(static said => said.Link.Other).ToHashSet();
        foreach (var (own, link) in Links(tree).Where(static said => said.Link.IsProbable)
            .OrderByDescending(static said => said.Link.Likelihood.Confidence).ThenBy(static said => said.Link.Other).ThenBy(static said => said.Own))
        {
            if (found.Count >= most)
                break;
            if (tree.Has(link.Other) || found.Exists(person => person.Tree.Has(link.Other)))
                continue;
            var other = await read(link.Other, []);
            if (!Array.Exists(other.Links, back => back.Other == own && back.IsProbable))
                continue; // Half written, half erased, or refused at the other end.
            var theirs = await new IdentityWalk(read, options).From(other);
            if (theirs.Root != tree.Root && !theirs.Members.Any(member => !member.IsShared && refused.Contains(member.Node.Key)))
                found.Add(new ProbablePerson(own, link.Other, link.Likelihood.Confidence, link.Likelihood.SinceMs, theirs));
        }

        return found;
    }

    private static IEnumerable<(PersonKey Own, IdentityLink Link)> Links(IdentityTree tree) =>
        tree.Members.Where(static member => !member.IsShared).SelectMany(static member => member.Node.Links.Select(link => (member.Node.Key, link)));
}
