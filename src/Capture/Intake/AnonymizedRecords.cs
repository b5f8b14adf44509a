using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Intake;

/// <summary>Writes the record of an event that belongs to nobody: what can be counted and added up, and nothing by which it could be joined to a person again.</summary>
/// <remarks>
/// Left out is every text of the sender's own choice but the items and categories of a known event, and all that somebody's other records have at
/// the same moment: the time to the hour, no statement, no device, no place but the country. It lies in another partition than the person's events.
/// </remarks>
internal static class AnonymizedRecords
{
    private const long HourMs = 3_600_000;

    /// <summary>Writes the record.</summary>
    /// <param name="at">The event.</param>
    /// <param name="known">Its header, but for who it was.</param>
    /// <param name="name">Its name.</param>
    /// <param name="device">What it was sent from.</param>
    /// <param name="place">Where its address is.</param>
    /// <param name="to">Where it goes.</param>
    public static void Write(in Recording at, in EventHeader known, ReadOnlySpan<byte> name, Device device, Place? place, in LinkTarget to)
    {
        var writer = new EventWriter(to.Journal, known with
        {
            Flags = EventFlags.Anonymized | (known.Flags & (EventFlags.Bot | EventFlags.FromServer | EventFlags.NotForPersonalization | EventFlags.NotForAnalytics)),
            Person = Nobody(known.Message, People.Of(at), to.Partitions),
            Device = 0,
            HappenedAtMs = known.HappenedAtMs - (known.HappenedAtMs % HourMs),
            ReceivedAtMs = known.ReceivedAtMs - (known.ReceivedAtMs % HourMs),
        });
        writer.Write(EventField.Name, known.Code == EventCode.Custom && known.Kind == EventKind.Track ? "custom"u8 : name); // A word that everybody uses.
        if (ItemFields.IsAboutProducts(known.Code))
        {
            if (ItemFields.Write(at, known.Code, writer, withAddresses: false) == 0)
                writer.Write(EventField.Category, at.Own(Parsing.ItemSlot.Category));
        }

        ActionFields.WriteMeasures(at, known.Code, writer);
        PageFields.WriteClass(at, writer);
        DeviceFields.Write(device, writer);
        PlaceFields.WriteCountry(at, place, writer);
        writer.End(to.Partitions);
    }

    // Spreads such records over the partitions, but never into the one where the statement of the same moment lies.
    private static PersonKey Nobody(MessageKey message, PersonKey person, int partitions)
    {
        var nobody = new PersonKey(message.High, message.Low);
        return nobody.Partition(partitions) == person.Partition(partitions) ? nobody with { High = message.High ^ (1UL << 63) } : nobody;
    }
}
