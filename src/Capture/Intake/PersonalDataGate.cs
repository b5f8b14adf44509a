using System.Text.Json;
using Kairos.Capture.Normalizers.PersonalData;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Intake;

/// <summary>Takes personal data out of an event's texts and addresses before anything is made of them. Identifiers and traits stay: they are said on purpose.</summary>
/// <remarks>Overwrites in place, so a draft's places stay right. An event without a sign of personal data is only glanced at.</remarks>
internal sealed class PersonalDataGate(IOptions<PersonalDataOptions> options, IntakeMeter meter)
{
    private static readonly int Kinds = Enum.GetValues<PersonalDataKind>().Length;

    private readonly PersonalDataEraser _eraser = new(options.Value);

    /// <summary>Cleans an event, and what its batch says for all.</summary>
    public void Clean(in Recording at)
    {
        var (drafts, draft) = (at.Drafts, at.Draft);
        if (!MayHold(drafts, draft))
            return;
        Span<int> found = stackalloc int[Kinds];
        found.Clear();
        var secret = at.Workspace.Secret;
        Walk(drafts.Editable(draft.Raw), false, secret, found);
        if (drafts.Shared[Slot.Context].Kind == SentKind.Object)
            Walk(drafts.Editable(drafts.Shared[Slot.Context]), true, secret, found);
        CleanCopies(drafts, draft, secret, found);
        if (found.ContainsAnyExcept(0))
            meter.PersonalData(found);
    }

    private static bool MayHold(DraftBatch drafts, EventDraft draft)
    {
        if (PersonalDataFinder.MayHold(drafts.Bytes(draft[Slot.Properties])) || PersonalDataFinder.MayHold(drafts.Bytes(draft[Slot.Context]))
            || PersonalDataFinder.MayHold(drafts.Bytes(drafts.Shared[Slot.Context])) || PersonalDataFinder.MayHold(drafts.Bytes(draft[Slot.Event]))
            || PersonalDataFinder.MayHold(drafts.Bytes(draft[Slot.Name])) || PersonalDataFinder.MayHold(drafts.Bytes(draft[Slot.Category])))
            return true;
        foreach (var member in draft.Rest)
        {
            if (PersonalDataFinder.MayHold(drafts.Bytes(member)))
                return true;
        }
        return false;
    }

    // Texts with escapes were copied when they were parsed.
    private void CleanCopies(DraftBatch drafts, EventDraft draft, SipKey secret, Span<int> found)
    {
        for (var slot = 0; slot < draft.Slots.Length; slot++)
        {
            if (draft.Slots[slot] is { Start: < 0, Kind: SentKind.Text } copy && !GateExemptions.IsExempt((Slot)slot))
                _eraser.Erase(drafts.Editable(copy), false, GateExemptions.SettingOf((Slot)slot), secret, found);
        }
        for (var i = 0; i < draft.ItemCount; i++)
        {
            var item = draft.ItemAt(i);
            for (var slot = 0; slot < item.Length; slot++)
            {
                if (item[slot] is { Start: < 0, Kind: SentKind.Text } copy)
                    _eraser.Erase(drafts.Editable(copy), false, GateExemptions.SettingOf((ItemSlot)slot), secret, found);
            }
        }
        foreach (var (purpose, _) in draft.Consents)
        {
            if (purpose.Start < 0)
                _eraser.Erase(drafts.Editable(purpose), false, TextSetting.Free, secret, found);
        }
        foreach (var (name, value) in draft.Filters)
        {
            if (name is { Start: < 0, Kind: SentKind.Text })
                _eraser.Erase(drafts.Editable(name), false, TextSetting.Free, secret, found);
            if (value is { Start: < 0, Kind: SentKind.Text })
                _eraser.Erase(drafts.Editable(value), false, TextSetting.Free, secret, found);
        }
    }

    private void Walk(Span<byte> json, bool context, SipKey secret, Span<int> found)
    {
        var reader = new Utf8JsonReader(json);
        var setting = TextSetting.Free;
        var inContext = context;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var depth = reader.CurrentDepth + (context ? 1 : 0);
                    if (depth == 1)
                        inContext = reader.ValueTextEquals("context"u8);
                    if (GateExemptions.IsExempt(ref reader, depth, inContext))
                    {
                        reader.Skip();
                        break;
                    }
                    setting = reader.HasValueSequence ? TextSetting.Free : ExpectingWords.Of(reader.ValueSpan);
                    _eraser.Erase(json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length), true, TextSetting.Free, secret, found);
                    break;
                case JsonTokenType.String:
                    _eraser.Erase(json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length), true, setting, secret, found);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length >= 7 && !reader.ValueSpan.ContainsAny("-+.eE"u8):
                    _eraser.Erase(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length), false, setting | TextSetting.Number, secret, found);
                    break;
            }
        }
    }
}
