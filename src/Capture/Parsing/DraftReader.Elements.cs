using System.Text.Json;

namespace Kairos.Capture.Parsing;

/// <content>Arrays of items, filters, purposes and identifiers.</content>
internal ref partial struct DraftReader
{
    private void Elements(MemberShape shape)
    {
        switch (shape)
        {
            case MemberShape.Events:
                batch.ForgetEvents();
                Events();
                return;
            case MemberShape.Items:
                _draft.ItemCount = 0;
                break;
            case MemberShape.Filters:
                _draft.Filters.Clear();
                break;
        }

        while (Next() != JsonTokenType.EndArray)
        {
            switch (shape)
            {
                case MemberShape.Items when _json.TokenType == JsonTokenType.StartObject && _draft.ItemCount < options.ItemsMax:
                    Members(KnownNames.Item, _draft.AddItem());
                    break;
                case MemberShape.Filters when _json.TokenType == JsonTokenType.StartObject:
                    Filter();
                    break;
                case MemberShape.ExternalIds when _json.TokenType == JsonTokenType.StartObject:
                    ExternalId();
                    break;
                case MemberShape.Granted or MemberShape.Refused when _json.TokenType is JsonTokenType.String or JsonTokenType.Number:
                    Consent(Value(), shape == MemberShape.Granted);
                    break;
                case MemberShape.Granted or MemberShape.Refused when _json.TokenType != JsonTokenType.Null:
                    Unreadable();
                    break;
                default:
                    Value();
                    break;
            }
        }
    }

    private void Filter()
    {
        Span<SentValue> slots = stackalloc SentValue[EventDraft.SlotCount];
        slots.Clear();
        Members(KnownNames.Filter, slots);
        var attribute = slots[(int)Slot.FilterAttribute].IsScalar ? slots[(int)Slot.FilterAttribute] : slots[(int)Slot.FilterType];
        if (attribute.IsScalar && _draft.Filters.Count < options.FiltersMax)
            _draft.Filters.Add((attribute, slots[(int)Slot.FilterValue]));
    }

    private void ExternalId()
    {
        Span<SentValue> slots = stackalloc SentValue[EventDraft.SlotCount];
        slots.Clear();
        Members(KnownNames.ExternalId, slots);
        var (type, id) = (slots[(int)Slot.Type], slots[(int)Slot.UserId]);
        if (type.IsScalar && id.IsScalar && _draft.ExternalIds.Count < options.ExternalIdsMax)
            _draft.ExternalIds.Add((type, id));
    }

    private void Preferences()
    {
        while (Next() == JsonTokenType.PropertyName)
        {
            var purpose = Text();
            Next();
            Consent(purpose, Value().Kind == SentKind.True); // Whatever else stands there is no clear yes.
        }
    }

    // A tool says something of consent, and nobody can tell of what.
    private void Unreadable()
    {
        Value();
        _draft.ConsentUnreadable = true;
    }

    // Whatever stands where a string should be is kept too: it is unreadable, and that is a no.
    private void TcString()
    {
        var text = Value();
        if (text.IsNone)
            return;
        if (_draft.TcStrings.Count == TcStringsMax)
            _draft.Refuse(Refusal.TooManyConsents, $"At most {TcStringsMax} TC strings.");
        else
            _draft.TcStrings.Add(text);
    }

    private readonly void Consent(SentValue purpose, bool granted)
    {
        if (_draft.Consents.Count == options.ConsentsMax)
            _draft.Refuse(Refusal.TooManyConsents, $"At most {options.ConsentsMax}.");
        else if (purpose.Length > 0)
            _draft.Consents.Add((purpose, granted));
    }
}
