using System.Text.Json;

namespace Kairos.Capture.Parsing;

/// <content>Objects and what is known of their members.</content>
internal ref partial struct DraftReader
{
    /// <summary>Reads the object at hand for the members that are known of it.</summary>
    /// <returns>Whether an array of events was among them.</returns>
    private bool Members(NameTable known, scoped Span<SentValue> slots)
    {
        var events = false;
        var isEvent = ReferenceEquals(known, KnownNames.Event);
        while (Next() == JsonTokenType.PropertyName)
        {
            var start = Start;
            var member = Find(known);
            Next();
            var rest = isEvent;
            if (member is null)
            {
                Value();
            }
            else
            {
                ref var slot = ref slots[member.Slot];
                rest = Read(member, slots, ref slot) && isEvent;
                events |= member.Shape == MemberShape.Events && slot.Kind == SentKind.Array;
                if (member.Shape is MemberShape.Address or MemberShape.Proof && !slot.IsNone)
                    (member.Shape == MemberShape.Address ? _draft.Addresses : _draft.Proofs).Add(new SentValue(start, End - start, SentKind.Text));
            }

            if (rest)
                _draft.Rest.Add(new SentValue(start, End - start, SentKind.Text));
        }

        return events;
    }

    /// <returns>Whether the member survives among the event's other members.</returns>
    private bool Read(KnownMember member, scoped Span<SentValue> slots, scoped ref SentValue slot)
    {
        var token = _json.TokenType;
        var start = Start;
        switch (member.Shape)
        {
            case MemberShape.Object when token == JsonTokenType.StartObject:
                Forget(member.Slot, slot, slots);
                Members(member.Members!, slots);
                slot = new SentValue(start, End - start, SentKind.Object);
                return false;
            case MemberShape.Consent when token == JsonTokenType.StartObject:
                Members(member.Members!, slots);
                return false;
            case MemberShape.Preferences when token == JsonTokenType.StartObject:
                Preferences();
                return false;
            case MemberShape.Granted or MemberShape.Refused when token == JsonTokenType.String:
                Consent(Value(), granted: false); // Not the list that it should be: about this one, and no clear yes.
                return false;
            case MemberShape.Consent or MemberShape.Preferences or MemberShape.Granted or MemberShape.Refused when token is not (JsonTokenType.StartArray or JsonTokenType.Null):
            case MemberShape.Consent or MemberShape.Preferences when token == JsonTokenType.StartArray:
                Unreadable();
                return false;
            case MemberShape.TcString:
                TcString();
                return false;
            case MemberShape.Items or MemberShape.Filters or MemberShape.Granted or MemberShape.Refused
                or MemberShape.ExternalIds or MemberShape.Events when token == JsonTokenType.StartArray:
                Elements(member.Shape);
                slot = new SentValue(start, End - start, SentKind.Array);
                return false;
            default:
                slot = Value();
                return member.Shape == MemberShape.ValueAndRest || (member.Shape == MemberShape.Object && !slot.IsNone);
        }
    }

    /// <summary>The same member twice: as in every JSON parser the last one counts, so what the first one said is forgotten.</summary>
    private readonly void Forget(byte which, SentValue before, scoped Span<SentValue> slots)
    {
        if (before.IsNone)
            return;
        if (which == (byte)Slot.Properties)
        {
            slots[(int)Slot.Path..].Clear();
            _draft.ItemCount = 0;
            _draft.Filters.Clear();
        }
        else if (which == (byte)Slot.Context)
        {
            slots[(int)Slot.Ip..(int)Slot.ContextEnd].Clear(); // Statements of consent stay: a refusal cannot be taken back by repeating.
            _draft.ExternalIds.Clear();
        }
    }

    private readonly KnownMember? Find(NameTable known) => _json.ValueIsEscaped ? FindEscaped(known) : known.Find(_json.ValueSpan);

    private readonly KnownMember? FindEscaped(NameTable known)
    {
        if (_json.ValueSpan.Length > NameBytesMax * 6)
            return null;
        Span<byte> name = stackalloc byte[NameBytesMax * 6];
        return known.Find(name[.._json.CopyString(name)]);
    }
}
