using Kairos.Capture.Events;
using Kairos.Unify.People;

namespace Kairos.Unify.Sessions;

/// <summary>The stored form of a session. A touch begins with a byte that says which of its parts follow.</summary>
internal static class SessionCode
{
    private const byte HasItem = 1;
    private const byte HasCategory = 2;
    private const byte HasBrand = 4;
    private const byte HasText = 8;
    private const byte HasPrice = 16;
    private const byte HasQuantity = 32;
    private const byte HasEngaged = 64;
    private const byte SameMessage = 128;

    public static void Write(SessionState session, long baseMs, BlobWriter to)
    {
        to.Fixed64(session.Device);
        to.Signed(session.StartedAtMs - baseMs);
        to.Fixed64(session.StartedBy);
        to.Unsigned((ulong)session.Events);
        to.Unsigned((ulong)session.Dropped);
        to.Text(session.Campaign);
        to.Unsigned((ulong)session.Notes.Length);
        foreach (var note in session.Notes)
        {
            to.Signed(note.AtMs - session.StartedAtMs);
            to.Fixed64(note.Message);
            to.Text(note.Text);
        }

        to.Unsigned((ulong)session.TouchCount);
        var before = new Touch { AtMs = session.StartedAtMs };
        foreach (ref readonly var touch in session.Live)
        {
            Write(touch, before, to);
            before = touch;
        }
    }

    public static SessionState Read(long baseMs, ref BlobReader from)
    {
        var session = new SessionState
        {
            Device = from.Fixed64(),
            StartedAtMs = baseMs + from.Signed(),
            StartedBy = from.Fixed64(),
            Events = from.Count(),
            Dropped = from.Count(),
            Campaign = from.Text(),
            Notes = new Note[from.Count()],
        };
        foreach (ref var note in session.Notes.AsSpan())
            note = new Note(session.StartedAtMs + from.Signed(), from.Fixed64(), from.Text()!);
        session.TouchCount = from.Count();
        session.Touches = new Touch[session.TouchCount];
        var before = new Touch { AtMs = session.StartedAtMs };
        foreach (ref var touch in session.Live)
            before = touch = Read(before, ref from);
        return session;
    }

    private static void Write(in Touch touch, in Touch before, BlobWriter to)
    {
        var same = touch.Message == before.Message && touch.AtMs == before.AtMs && before.Message != 0;
        to.Byte((byte)((touch.Item.IsNone ? 0 : HasItem) | (touch.Category.IsNone ? 0 : HasCategory) | (touch.Brand.IsNone ? 0 : HasBrand)
            | (touch.Text.IsNone ? 0 : HasText) | (float.IsNaN(touch.Price) ? 0 : HasPrice) | (touch.Quantity == 1 ? 0 : HasQuantity)
            | (touch.EngagedMs == 0 ? 0 : HasEngaged) | (same ? SameMessage : 0)));
        to.Unsigned((ulong)touch.Code);
        to.Byte((byte)touch.Flags);
        if (!same)
        {
            to.Signed(touch.AtMs - before.AtMs);
            to.Fixed64(touch.Message);
        }

        if (!touch.Item.IsNone)
            to.Fixed64(touch.Item.Value);
        if (!touch.Category.IsNone)
            to.Fixed64(touch.Category.Value);
        if (!touch.Brand.IsNone)
            to.Fixed64(touch.Brand.Value);
        if (!touch.Text.IsNone)
            to.Fixed64(touch.Text.Value);
        if (!float.IsNaN(touch.Price))
            to.Float(touch.Price);
        if (touch.Quantity != 1)
            to.Signed(touch.Quantity);
        if (touch.EngagedMs != 0)
            to.Signed(touch.EngagedMs);
    }

    private static Touch Read(in Touch before, ref BlobReader from)
    {
        var parts = from.Byte();
        var code = (EventCode)from.Unsigned();
        var flags = (TouchFlags)from.Byte();
        var same = (parts & SameMessage) != 0;
        return new Touch
        {
            Code = code,
            Flags = flags,
            AtMs = same ? before.AtMs : before.AtMs + from.Signed(),
            Message = same ? before.Message : from.Fixed64(),
            Item = new ItemKey((parts & HasItem) != 0 ? from.Fixed64() : 0),
            Category = new SymbolKey((parts & HasCategory) != 0 ? from.Fixed64() : 0),
            Brand = new SymbolKey((parts & HasBrand) != 0 ? from.Fixed64() : 0),
            Text = new SymbolKey((parts & HasText) != 0 ? from.Fixed64() : 0),
            Price = (parts & HasPrice) != 0 ? from.Float() : float.NaN,
            Quantity = (parts & HasQuantity) != 0 ? (int)from.Signed() : 1,
            EngagedMs = (parts & HasEngaged) != 0 ? (int)from.Signed() : 0,
        };
    }
}
