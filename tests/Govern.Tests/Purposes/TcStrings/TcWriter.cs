namespace Kairos.Govern.Tests.Purposes.TcStrings;

/// <summary>Writes bits as base64url: the other side of the decoder, written from the format's description alone.</summary>
internal sealed class TcWriter
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private readonly List<bool> _bits = [];

    public int Count => _bits.Count;

    public TcWriter Number(long value, int bits)
    {
        for (var bit = bits - 1; bit >= 0; bit--)
            _bits.Add((value >> bit & 1) != 0);
        return this;
    }

    /// <summary>The lowest bit first.</summary>
    public TcWriter Flags(ulong flags, int count)
    {
        for (var i = 0; i < count; i++)
            _bits.Add((flags >> i & 1) != 0);
        return this;
    }

    /// <summary>One vendor section, as bits or as ranges.</summary>
    public TcWriter Vendors(IReadOnlyCollection<int> vendors, bool ranges)
    {
        var last = vendors.Count == 0 ? 0 : vendors.Max();
        Number(last, 16).Number(ranges ? 1 : 0, 1);
        if (ranges)
            return Ranges(vendors);
        for (var vendor = 1; vendor <= last; vendor++)
            _bits.Add(vendors.Contains(vendor));
        return this;
    }

    public TcWriter Ranges(IReadOnlyCollection<int> vendors)
    {
        var runs = new List<(int From, int To)>();
        foreach (var vendor in vendors.Order())
        {
            if (runs.Count > 0 && runs[^1].To == vendor - 1)
                runs[^1] = (runs[^1].From, vendor);
            else
                runs.Add((vendor, vendor));
        }

        Number(runs.Count, 12);
        foreach (var (from, to) in runs)
        {
            Number(from == to ? 0 : 1, 1).Number(from, 16);
            if (from != to)
                Number(to, 16);
        }

        return this;
    }

    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        for (var at = 0; at < _bits.Count; at += 6)
        {
            var six = 0;
            for (var bit = 0; bit < 6; bit++)
                six = (six << 1) | (at + bit < _bits.Count && _bits[at + bit] ? 1 : 0);
            text.Append(Letters[six]);
        }

        return text.ToString();
    }
}
