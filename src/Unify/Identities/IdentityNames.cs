using System.Text;
using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Unify.People;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities;

/// <summary>Reads the identifiers of a merge or a split: such as an event could have borne, and no others.</summary>
/// <param name="blocked">Whose identifiers are nobody's.</param>
/// <param name="intake">How long an identifier may be.</param>
internal sealed class IdentityNames(BlockedIdentifiers blocked, IOptions<IntakeOptions> intake)
{
    /// <summary>Reads one.</summary>
    /// <param name="body">The body.</param>
    /// <param name="member">Which member of it.</param>
    /// <param name="name">The identifier.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Wrong(JsonElement body, string member, out ProfileName name)
    {
        name = default;
        if (!body.TryGetProperty(member, out var value))
            return $"{member} is missing.";
        if (!ProfileName.TryParse(Text(value), out name))
            return $"{member} is not TYPE:ID, with anonymousId or userId for TYPE.";
        var id = Encoding.UTF8.GetBytes(name.Id);
        if (id.Length > intake.Value.IdBytesMax)
            return $"{member} has {id.Length} bytes; an identifier has at most {intake.Value.IdBytesMax} (Capture:Intake:IdBytesMax).";
        return blocked.IsBlocked(id) ? $"{member} is nobody's identifier (Capture:Identifiers:Blocked)." : null;
    }

    /// <summary>A value as text; null when it is of another kind, or half a surrogate pair is in it.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
