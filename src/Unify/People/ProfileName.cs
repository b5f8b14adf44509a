using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>How a profile is named in paths: <c>TYPE:ID</c>.</summary>
/// <param name="Type"><c>anonymousId</c> or <c>userId</c>.</param>
/// <param name="Id">The identifier.</param>
internal readonly record struct ProfileName(string Type, string Id)
{
    /// <summary>Reads a name; a <c>/</c> of the identifier is written <c>%2F</c>.</summary>
    public static bool TryParse(string text, out ProfileName name)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        name = colon < 0 ? default : new ProfileName(text[..colon], text[(colon + 1)..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return colon > 0 && !string.IsNullOrWhiteSpace(name.Id) && name.Type is IdentifierType.AnonymousId or IdentifierType.UserId;
    }

    /// <summary>The key to read the person by, and the device.</summary>
    public (PersonKey Person, ulong Device) Route(PurposeReading people, Workspace workspace) =>
        Type == IdentifierType.AnonymousId ? people.Route(workspace, Id, "") : people.Route(workspace, "", Id);
}
