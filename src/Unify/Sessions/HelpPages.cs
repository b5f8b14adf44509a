namespace Kairos.Unify.Sessions;

/// <summary>Knows pages of help, contact, returns and the like by a word that a part of their path begins with.</summary>
/// <param name="words">The words, lower case ASCII, separated by commas.</param>
public sealed class HelpPages(string words)
{
    private readonly byte[][] _words = [.. words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(word => System.Text.Encoding.ASCII.GetBytes(word.ToLowerInvariant()))];

    /// <summary>Whether a path is one of help. Allocates nothing.</summary>
    /// <param name="path">The path in UTF-8; parts end at <c>/</c>, letters of either case.</param>
    public bool Has(ReadOnlySpan<byte> path)
    {
        for (var start = 0; start < path.Length; start++)
        {
            if (start > 0 && path[start - 1] != (byte)'/')
                continue;
            foreach (var word in _words)
            {
                if (path.Length - start >= word.Length && System.Text.Ascii.EqualsIgnoreCase(path.Slice(start, word.Length), word))
                    return true;
            }
        }

        return false;
    }
}
