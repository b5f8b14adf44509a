using System.Text.Json;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>What of an event the gate does not look into: identifiers, traits, times, and what the device says of itself.</summary>
internal static class GateExemptions
{
    /// <summary>Whether the member at hand is left as it is.</summary>
    /// <param name="reader">At a member's name.</param>
    /// <param name="depth">1 for a member of the event, 2 for one of its context or properties.</param>
    /// <param name="inContext">Whether it is of the context.</param>
    public static bool IsExempt(ref Utf8JsonReader reader, int depth, bool inContext) => depth switch
    {
        1 => reader.ValueTextEquals("traits"u8) || reader.ValueTextEquals("userId"u8) || reader.ValueTextEquals("anonymousId"u8) || reader.ValueTextEquals("previousId"u8)
            || reader.ValueTextEquals("groupId"u8) || reader.ValueTextEquals("messageId"u8) || reader.ValueTextEquals("writeKey"u8) || reader.ValueTextEquals("type"u8)
            || reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("originalTimestamp"u8) || reader.ValueTextEquals("sentAt"u8) || reader.ValueTextEquals("receivedAt"u8),
        2 when inContext => reader.ValueTextEquals("traits"u8) || reader.ValueTextEquals("externalIds"u8) || reader.ValueTextEquals("ip"u8) || reader.ValueTextEquals("userAgent"u8)
            || reader.ValueTextEquals("userAgentData"u8) || reader.ValueTextEquals("groupId"u8) || reader.ValueTextEquals("device"u8) || reader.ValueTextEquals("os"u8)
            || reader.ValueTextEquals("library"u8) || reader.ValueTextEquals("app"u8) || reader.ValueTextEquals("screen"u8) || reader.ValueTextEquals("userHash"u8)
            || IsTcString(ref reader),
        3 when inContext => IsTcString(ref reader),
        _ => false,
    };

    private static bool IsTcString(ref Utf8JsonReader reader) => reader.ValueTextEquals("tcString"u8) || reader.ValueTextEquals("euconsent-v2"u8);

    /// <summary>The same of a parsed place.</summary>
    /// <param name="slot">The place.</param>
    public static bool IsExempt(Slot slot) => slot is Slot.MessageId or Slot.Type or Slot.UserId or Slot.AnonymousId or Slot.PreviousId or Slot.GroupId or Slot.Timestamp
        or Slot.OriginalTimestamp or Slot.SentAt or Slot.WriteKey or Slot.Ip or Slot.UserAgent or Slot.ContextGroupId or Slot.Library or Slot.AgentBrands or Slot.AgentPlatform;

    /// <summary>What is known of the text at a parsed place.</summary>
    /// <param name="slot">The place.</param>
    public static TextSetting SettingOf(Slot slot) => slot >= Slot.Item ? SettingOf((ItemSlot)(slot - Slot.Item)) : slot == Slot.OrderId ? TextSetting.Id : TextSetting.Free;

    /// <summary>What is known of the text at a place of an item.</summary>
    /// <param name="slot">The place.</param>
    public static TextSetting SettingOf(ItemSlot slot) => slot <= ItemSlot.Id ? TextSetting.Id : TextSetting.Free;
}
