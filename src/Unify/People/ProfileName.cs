using Kairos.Capture.Normalizers.Foldings;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>The name of a profile: <c>anonymousId:ID</c> or <c>userId:ID</c>.</summary>
/// <param name="Type">Type of the identifier.</param>
/// <param name="Id">The identifier.</param>
public readonly record struct ProfileName(string Type, string Id)
{
    /// <summary>Reads a name.</summary>
    /// <param name="text">As it stands in a path or body.</param>
    /// <param name="name">The name.</param>
    public static bool TryParse(string? text, out ProfileName name)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        name = colon < 0 ? default : new ProfileName(text![..colon], IdentifierText.Trim(text[(colon + 1)..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)));
        return name.Id is { Length: > 0 } && name.Type is IdentifierType.AnonymousId or IdentifierType.UserId;
    }

    /// <summary>The keys to read it by.</summary>
    /// <param name="people">The people.</param>
    /// <param name="workspace">Their workspace.</param>
    public VisitorKeys Route(IPeople people, Workspace workspace) =>
        Type == IdentifierType.AnonymousId ? people.Route(workspace, Id, "") : people.Route(workspace, "", Id);

    /// <summary>The keys to read it by.</summary>
    /// <param name="people">The people, sealed.</param>
    /// <param name="workspace">Their workspace.</param>
    public VisitorKeys Route(PurposeReading people, Workspace workspace) =>
        Type == IdentifierType.AnonymousId ? people.Route(workspace, Id, "") : people.Route(workspace, "", Id);

    /// <summary>As it stands in a path.</summary>
    public override string ToString() => $"{Type}:{Id}";
}
