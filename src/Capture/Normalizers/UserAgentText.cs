using System.Buffers;

namespace Kairos.Capture.Normalizers;

/// <summary>A user agent taken apart: products (<c>Chrome/120.0</c>) outside of brackets, and what stands within them. Source: RFC 9110, section 10.1.5.</summary>
internal sealed class UserAgentText
{
    private const int ProductsMax = 48;
    private static readonly SearchValues<char> Ends = SearchValues.Create(" ;,([)]");

    public UserAgentText(string sent)
    {
        if (sent.StartsWith("User-Agent: ", StringComparison.OrdinalIgnoreCase))
            sent = sent[12..];

        // Some logs write plus signs for spaces.
        Text = !sent.Contains(' ', StringComparison.Ordinal) && sent.Contains("+(", StringComparison.Ordinal) ? sent.Replace('+', ' ') : sent;
        Lower = Text.ToLowerInvariant();
        for (var i = 0; i < Text.Length && Products.Count < ProductsMax;)
        {
            if (Text[i] is '(' or '[')
            {
                var end = CommentEnd(i);
                Comments.Add(Text[(i + 1)..end].Trim());
                i = end + 1;
            }
            else if (Text[i] is ' ' or ';' or ',' or ')' or ']')
            {
                i++;
            }
            else
            {
                var end = Text.AsSpan(i).IndexOfAny(Ends);
                var token = end < 0 ? Text[i..] : Text[i..(i + end)];
                AddProduct(token);
                i += token.Length;
            }
        }
    }

    public string Text { get; }

    public string Lower { get; }

    public List<Product> Products { get; } = [];

    public List<string> Comments { get; } = [];

    public bool IsMozilla => Text.StartsWith("Mozilla/", StringComparison.Ordinal);

    public bool Has(string part) => Text.Contains(part, StringComparison.Ordinal);

    public bool HasAny(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (Has(part))
                return true;
        }

        return false;
    }

    public Product? Find(string product)
    {
        foreach (var found in Products)
        {
            if (string.Equals(found.Name, product, StringComparison.OrdinalIgnoreCase))
                return found;
        }

        return null;
    }

    private void AddProduct(string token)
    {
        var slash = token.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? token : token[..slash];
        var version = slash < 0 ? "" : token[(slash + 1)..];
        Products.Add(new Product(name, version));
        // "XiaoMi/MiuiBrowser/10.3" names two; "Phantom/ios/22" names a system within.
        var second = version.IndexOf('/', StringComparison.Ordinal);
        if (second > 0 && char.IsAsciiLetter(version[0]))
        {
            Products[^1] = new Product(name, version[(second + 1)..]);
            Products.Add(new Product(version[..second], version[(second + 1)..]));
        }
    }

    private int CommentEnd(int start)
    {
        var depth = 0;
        for (var i = start; i < Text.Length; i++)
        {
            depth += Text[i] is '(' or '[' ? 1 : Text[i] is ')' or ']' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return Text.Length;
    }

    /// <summary>A product and its version, empty when none.</summary>
    internal sealed record Product(string Name, string Version);
}
