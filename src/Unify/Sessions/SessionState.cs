namespace Kairos.Unify.Sessions;

/// <summary>The live state of one session. Its touches are in order of time, then message; those of one event stand together.</summary>
internal sealed class SessionState
{
    public ulong Device { get; set; }

    public long StartedAtMs { get; set; }

    /// <summary>Low half of the first event's message key.</summary>
    public ulong StartedBy { get; set; }

    /// <summary>All events, those let go included.</summary>
    public int Events { get; set; }

    /// <summary>Of these, events whose touches were let go for the bound.</summary>
    public int Dropped { get; set; }

    /// <summary>The campaign it came by, or null.</summary>
    public string? Campaign { get; set; }

    public Touch[] Touches { get; set; } = [];

    public int TouchCount { get; set; }

    /// <summary>Searches and filters, in order of time, then message, then place in the event.</summary>
    public Note[] Notes { get; set; } = [];

    /// <summary>Low half of the key that its id is made with; 0 for that of the person who has it.</summary>
    public ulong Owner { get; set; }

    /// <summary>Whether it is of somebody who is only probably the same person: then it is never the current one. Not stored.</summary>
    public bool IsProbable { get; set; }

    /// <summary>The snapshot last made, while nothing has changed.</summary>
    public SessionSnapshot? Snapshot { get; set; }

    public Span<Touch> Live => Touches.AsSpan(0, TouchCount);

    public ref Touch First => ref Touches[0];

    public ref Touch Last => ref Touches[TouchCount - 1];

    public long LastAtMs => Last.AtMs;

    /// <summary>Its id: first event, device and person make it.</summary>
    /// <param name="person">Low half of the person's key.</param>
    public string IdFor(ulong person)
    {
        Span<byte> bytes = stackalloc byte[32];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, person);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Device);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], StartedAtMs);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], StartedBy);
        var (high, _) = default(Govern.Workspaces.SipKey).Hash(Govern.Workspaces.KeyDomain.Symbol, bytes);
        return high.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Puts touches in at a place.</summary>
    public void Insert(int at, ReadOnlySpan<Touch> touches)
    {
        if (TouchCount + touches.Length > Touches.Length)
        {
            var grown = new Touch[Math.Max(TouchCount + touches.Length, Touches.Length < 4 ? 4 : Touches.Length + (Touches.Length / 2))];
            Live.CopyTo(grown);
            Touches = grown;
        }

        Touches.AsSpan(at, TouchCount - at).CopyTo(Touches.AsSpan(at + touches.Length));
        touches.CopyTo(Touches.AsSpan(at));
        TouchCount += touches.Length;
    }

    /// <summary>Where an event of this time and message belongs.</summary>
    public int PlaceOf(long atMs, ulong message)
    {
        var (low, high) = (0, TouchCount);
        if (high > 0 && Compare(Touches[high - 1], atMs, message) <= 0)
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Compare(Touches[middle], atMs, message) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public static int Compare(in Touch touch, long atMs, ulong message) =>
        touch.AtMs != atMs ? touch.AtMs.CompareTo(atMs) : touch.Message.CompareTo(message);
}

/// <summary>Words searched for or a filter set, as text.</summary>
/// <param name="AtMs">When.</param>
/// <param name="Message">Low half of the message's key.</param>
/// <param name="Text">The words, or <c>attribute: value</c>.</param>
internal readonly record struct Note(long AtMs, ulong Message, string Text);
