using System.Text;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.People;

/// <summary>Looks whether a message id that somebody chose for a statement was used before, and for what.</summary>
internal static class EarlierWords
{
    /// <summary>Whether the words may be taken: their message id is new, or was used for the same words.</summary>
    /// <param name="journal">The journal; read as far as it has events of the person.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="person">The identifier they are of.</param>
    /// <param name="words">The words, with a message id.</param>
    /// <param name="policy">The purposes.</param>
    public static bool Allow(IJournal journal, Workspace workspace, PersonKey person, PersonWords words, PurposePolicy policy)
    {
        var (high, low) = workspace.Secret.Hash(KeyDomain.Message, Encoding.UTF8.GetBytes(words.MessageId!));
        var message = new MessageKey(high, low);
        var same = true;
        journal.ReadKey(person.Partition(journal.Partitions), person.Low, long.MaxValue, (in JournalRecord record) =>
        {
            var view = new EventView(record.Payload);
            if (view.Header.Workspace == workspace.Id.Value && view.Header.Person == person && view.Header.Message == message)
                same = Says(view, words, policy); // The oldest is the last that is seen.
            return true;
        });
        return same;
    }

    private static bool Says(EventView view, PersonWords words, PurposePolicy policy)
    {
        if (view.Header.Code != EventCode.ConsentUpdated || ConsentHistory.Of(view, default) is not { } statement || (words.IsDated && statement.AtMs != words.AtMs))
            return false;
        var signal = statement.PrivacyControl ? policy.RefusedByGpc : 0; // What the browser refused besides.
        foreach (var purpose in policy.All)
        {
            var bit = PurposePolicy.Bit(purpose.Index);
            bool? now = (words.Stated.Refused & bit) != 0 ? false : (words.Stated.Granted & bit) != 0 ? true : null;
            var before = statement.Purposes.Exists(one => one.Purpose == purpose.Name) ? statement.Purposes.Find(one => one.Purpose == purpose.Name).Granted : (bool?)null;
            if (now != before && (signal & bit) == 0)
                return false;
        }

        using var proof = JsonDocument.Parse(statement.Properties ?? "{}");
        return Same("textVersion", words.TextVersion) && Same("source", words.Source) && Same("actor", words.Actor);

        bool Same(string name, string? value) => (proof.RootElement.TryGetProperty(name, out var said) ? said.GetString() : null) == value;
    }
}
