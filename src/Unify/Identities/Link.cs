using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>An event said that a user id and an anonymous id are one person's.</summary>
/// <param name="Workspace">Number of the workspace.</param>
/// <param name="User">Key of the user id.</param>
/// <param name="Person">The person: key of the anonymous id.</param>
/// <param name="AtMs">When that was last said, ms since 1970 UTC.</param>
public readonly record struct Link(uint Workspace, PersonKey User, PersonKey Person, long AtMs)
{
    /// <summary>Whether this outdoes another link of the same user: the latest wins, of two at once the greater person key.</summary>
    /// <param name="other">The other.</param>
    public bool Outdoes(Link other) => AtMs != other.AtMs ? AtMs > other.AtMs : Person > other.Person;
}
