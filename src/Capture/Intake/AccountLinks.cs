using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Writes who belongs to which account, what a <c>group</c> call says of the account, and which domains are its own.</summary>
internal static class AccountLinks
{
    /// <summary>Writes the links of an event to its account.</summary>
    public static void Write(in Recording at, in LinkEnd member, PersonKey group, LinkStatement statement, in LinkWriting writing)
    {
        var account = new LinkEnd(KeyDomain.Group, group);
        writing.Both(member, account, statement, LinkRole.LeadsToOther);
        if (at.Draft.Kind != EventKind.Group || at.Draft[Slot.Traits].Kind != SentKind.Object)
            return;
        var traits = at.Drafts.Bytes(at.Draft[Slot.Traits]);
        writing.Tell(account, member, statement, LinkRole.OtherLeadsHere, traits);
        var json = new Utf8JsonReader(traits);
        Span<byte> value = stackalloc byte[MatchingIds.SentBytesMax];
        Span<byte> domain = stackalloc byte[MatchingIds.BytesMax];
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                continue;
            var wanted = json.ValueTextEquals("domain"u8) || json.ValueTextEquals("website"u8);
            if (!json.Read() || !wanted || json.TokenType != JsonTokenType.String || json.ValueSpan.Length > value.Length)
                continue;
            var length = MatchingIds.Domain(value[..json.CopyString(value)], domain);
            if (length > 0)
                writing.Both(account, new LinkEnd(KeyDomain.Domain, PersonKey.Of(at.Workspace, KeyDomain.Domain, domain[..length])), statement, LinkRole.None);
        }
    }
}
