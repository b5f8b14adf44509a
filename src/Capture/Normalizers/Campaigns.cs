using Kairos.Govern.Words;

namespace Kairos.Capture.Normalizers;

/// <summary>Reads campaigns from page addresses: the <c>utm_</c> parameters, and the click ids of advertising networks.</summary>
public static class Campaigns
{
    /// <summary>Most bytes kept of one value; the rest is cut off.</summary>
    public const int ValueBytesMax = 256;

    /// <summary>Most parameters of an address that are looked at.</summary>
    public const int ParametersMax = 64;

    private enum Part
    {
        Source,
        Medium,
        Name,
        Term,
        Content,
        PaidClick,
        Click,
    }

    private static readonly Utf8Table<Part> Parameters = new(
    [
        new("utm_source", Part.Source), new("utm_medium", Part.Medium), new("utm_campaign", Part.Name), new("utm_term", Part.Term), new("utm_content", Part.Content),
        new("gclid", Part.PaidClick), new("gbraid", Part.PaidClick), new("wbraid", Part.PaidClick), new("dclid", Part.PaidClick), new("gad_source", Part.PaidClick),
        new("msclkid", Part.PaidClick), new("ttclid", Part.PaidClick), new("li_fat_id", Part.PaidClick), new("twclid", Part.PaidClick), new("epik", Part.PaidClick),
        new("sccid", Part.PaidClick), new("rdt_cid", Part.PaidClick), new("yclid", Part.PaidClick), new("qclid", Part.PaidClick), new("tblci", Part.PaidClick),
        new("fbclid", Part.Click), new("igshid", Part.Click), new("mc_eid", Part.Click), new("srsltid", Part.Click),
    ]);

    /// <summary>Reads a page's campaign. Allocates only for values that hold escapes (<c>%20</c>, <c>+</c>).</summary>
    /// <param name="pageUrl">The address, UTF-8; a bare query, with or without <c>?</c>, does as well.</param>
    /// <returns>Parts of <paramref name="pageUrl"/> itself where nothing was escaped.</returns>
    public static Campaign Read(ReadOnlySpan<byte> pageUrl)
    {
        var query = Query(pageUrl);
        return query.IsEmpty ? default : Read(query, Escapes(query) ? new byte[Math.Min(query.Length, 6 * ValueBytesMax)] : default);
    }

    /// <summary>Reads a page's campaign and allocates nothing.</summary>
    /// <param name="pageUrl">The address, UTF-8.</param>
    /// <param name="scratch">Where values that hold escapes are decoded: 1,536 bytes are always enough; values that find no room are left out.</param>
    public static Campaign Read(ReadOnlySpan<byte> pageUrl, Span<byte> scratch)
    {
        ReadOnlySpan<byte> source = default, medium = default, name = default, term = default, content = default, clickName = default, click = default;
        var paid = false;
        var query = Query(pageUrl);
        for (var parameters = 0; !query.IsEmpty && parameters < ParametersMax; parameters++)
        {
            var end = query.IndexOfAny((byte)'&', (byte)';');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0 || equals == pair.Length - 1 || !TryPart(pair[..equals], out var part))
                continue;
            if (part < Part.PaidClick)
            {
                ref var value = ref source;
                switch (part)
                {
                    case Part.Medium: value = ref medium; break;
                    case Part.Name: value = ref name; break;
                    case Part.Term: value = ref term; break;
                    case Part.Content: value = ref content; break;
                }

                if (value.IsEmpty) // The first counts when it stands twice.
                    value = Decode(pair[(equals + 1)..], ref scratch);
            }
            else if (click.IsEmpty || (part == Part.PaidClick && !paid))
            {
                clickName = pair[..equals];
                click = Decode(pair[(equals + 1)..], ref scratch);
                paid = part == Part.PaidClick;
            }
        }

        return new Campaign { Source = source, Medium = medium, Name = name, Term = term, Content = content, ClickIdName = clickName, ClickId = click, IsPaidClick = paid };
    }

    private static ReadOnlySpan<byte> Query(ReadOnlySpan<byte> url)
    {
        var hash = url.IndexOf((byte)'#');
        if (hash >= 0)
            url = url[..hash];
        var question = url.IndexOf((byte)'?');
        return question >= 0 ? url[(question + 1)..] : url.Contains((byte)':') || url.StartsWith("/"u8) ? default : url;
    }

    private static bool Escapes(ReadOnlySpan<byte> query) => query.IndexOfAny((byte)'%', (byte)'+') >= 0;

    private static bool TryPart(ReadOnlySpan<byte> name, out Part part)
    {
        part = default;
        Span<byte> lower = stackalloc byte[16];
        return name.Length <= lower.Length && System.Text.Ascii.ToLower(name, lower, out var length) == System.Buffers.OperationStatus.Done
            && Parameters.TryGet(lower[..length], out part);
    }

    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> value, scoped ref Span<byte> scratch)
    {
        if (!Escapes(value))
            return Cut(value);
        var length = 0;
        for (var i = 0; i < value.Length && length < ValueBytesMax; i++)
        {
            if (length == scratch.Length)
                return default;
            if (value[i] == '%' && i + 2 < value.Length && System.Buffers.Text.Utf8Parser.TryParse(value.Slice(i + 1, 2), out byte escaped, out var used, 'x') && used == 2)
            {
                scratch[length++] = escaped;
                i += 2;
            }
            else
            {
                scratch[length++] = value[i] == '+' ? (byte)' ' : value[i];
            }
        }

        ReadOnlySpan<byte> decoded = scratch[..length];
        scratch = scratch[length..];
        return System.Text.Unicode.Utf8.IsValid(decoded) ? decoded : Cut(decoded);
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value)
    {
        if (value.Length > ValueBytesMax)
            value = value[..ValueBytesMax];
        var whole = value.Length;
        while (whole > Math.Max(0, value.Length - 4) && !System.Text.Unicode.Utf8.IsValid(value[..whole]))
            whole--; // A letter that was cut in two goes.
        return System.Text.Unicode.Utf8.IsValid(value[..whole]) ? value[..whole] : default;
    }
}
