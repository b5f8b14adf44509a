using System.Text;
using System.Text.Json;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Parsing;

/// <content>What a batch says once for all of its events, and what is cut out of or joined from what was sent.</content>
public sealed partial class DraftBatch
{
    /// <summary>Lets the batch's own context stand in where an event's says nothing.</summary>
    internal void ShareContext()
    {
        if (Shared[Slot.Context].IsNone && Shared[Slot.SentAt].IsNone)
            return;
        Shared.Slots[(int)Slot.Ip] = Kept(Shared[Slot.Ip]); // It is blotted out of the body with the first event.
        var shared = Shared.Slots[(int)Slot.Ip..(int)Slot.ContextEnd];
        for (var i = 0; i < Count; i++)
        {
            var own = _drafts[i].Slots;
            if (own[(int)Slot.SentAt].IsNone)
                own[(int)Slot.SentAt] = Shared[Slot.SentAt];
            for (var slot = 0; slot < shared.Length; slot++)
            {
                ref var value = ref own[(int)Slot.Ip + slot];
                if (value.IsNone)
                    value = shared[slot];
            }

            _drafts[i].Consents.AddRange(Shared.Consents);
            _drafts[i].TcStrings.AddRange(Shared.TcStrings);
            _drafts[i].ConsentUnreadable |= Shared.ConsentUnreadable;
            if (_drafts[i].ExternalIds.Count == 0)
                _drafts[i].ExternalIds.AddRange(Shared.ExternalIds);
        }
    }

    /// <summary>The context of an event as one JSON object: its own members, then those of the batch's that it lacks. Empty when there is none.</summary>
    internal ReadOnlySpan<byte> WholeContext(EventDraft draft)
    {
        var own = draft[Slot.Context].Kind == SentKind.Object ? draft[Slot.Context] : default;
        if (Shared[Slot.Context].Kind != SentKind.Object)
            return own.IsNone ? default : Bytes(own);
        if (own.IsNone)
            return Bytes(Shared[Slot.Context]);

        var (names, members) = (new List<string>(), new List<SentValue>());
        Collect(own, names, members);
        Collect(Shared[Slot.Context], names, members);
        return Joined(members);
    }

    /// <summary>What the batch said for all of its events, as members of a JSON object with a comma after each.</summary>
    internal string Envelope()
    {
        var (sentAt, context) = (Shared[Slot.SentAt], Shared[Slot.Context]);
        return (sentAt.IsScalar && Clocks.TryParseTime(Bytes(sentAt), out var ms) ? $"\"sentAt\":{ms}," : "")
            + (context.Kind == SentKind.Object ? $"\"context\":{Encoding.UTF8.GetString(Bytes(context))}," : "");
    }

    /// <summary>Members joined into one JSON object.</summary>
    internal ReadOnlySpan<byte> Joined(List<SentValue> members)
    {
        var length = 2;
        foreach (var member in members)
            length += member.Length + 1;
        var to = SideRoom(length);
        to[0] = (byte)'{';
        var at = 1;
        foreach (var member in members)
        {
            if (at > 1)
                to[at++] = (byte)',';
            Bytes(member).CopyTo(to[at..]);
            at += member.Length;
        }

        to[at++] = (byte)'}';
        return to[..at]; // Read at once, so the next one may use the same room.
    }

    /// <summary>Overwrites the addresses in an event's context with blanks, along with one comma each: what is left is JSON still.</summary>
    internal void BlotAddresses(EventDraft draft)
    {
        Blot(draft.Addresses);
        Blot(Shared.Addresses);
    }

    /// <summary>The same with the proofs of identifiers: whoever read one could speak in that person's name.</summary>
    internal void BlotProofs(EventDraft draft)
    {
        Blot(draft.Proofs);
        Blot(Shared.Proofs);
    }

    private void Blot(List<SentValue> members)
    {
        foreach (var member in members)
            Blot(member);
        members.Clear();
    }

    private SentValue Kept(SentValue text)
    {
        if (text.Kind != SentKind.Text || text.Start < 0)
            return text;
        _body.AsSpan(text.Start, text.Length).CopyTo(SideRoom(text.Length));
        return TakeSide(text.Length);
    }

    private void Blot(SentValue member)
    {
        var body = Writable;
        var (from, to) = (member.Start, member.Start + member.Length);
        var next = to + body[to..].IndexOfAnyExcept(" \t\r\n"u8);
        if (body[next] == ',')
        {
            to = next + 1;
        }
        else
        {
            var before = body[..from].LastIndexOfAnyExcept(" \t\r\n"u8);
            from = body[before] == ',' ? before : from;
        }

        body[from..to].Fill((byte)' ');
    }

    /// <summary>Adds an object's members whose names have not been seen.</summary>
    private void Collect(SentValue whole, List<string> names, List<SentValue> members)
    {
        var reader = new Utf8JsonReader(Bytes(whole));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Skip();
            if (names.Contains(name))
                continue;
            names.Add(name);
            members.Add(new SentValue(whole.Start + start, (int)reader.BytesConsumed - start, SentKind.Text));
        }
    }
}
