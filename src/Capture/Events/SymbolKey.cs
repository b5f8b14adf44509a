using System.Runtime.CompilerServices;
using System.Text;
using Kairos.Capture.Intake;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Events;

/// <summary>The 64-bit keyed hash of a word that is compared, never calculated with: a category, a brand, a query. Zero is none.</summary>
/// <param name="Value">The hash.</param>
[GenerateSerializer, Immutable, Alias("kairos.symbol-key")]
public readonly record struct SymbolKey([property: Id(0)] ulong Value)
{
    private const int BytesMax = 256;

    /// <summary>Whether this is no word.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The key of a category or brand, the same whoever writes it: blanks around it and capitals make no difference, nor how its accents were typed.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="word">UTF-8 as sent; only the first 256 bytes of what it is folded to count.</param>
    [SkipLocalsInit]
    public static SymbolKey Of(Workspace workspace, ReadOnlySpan<byte> word)
    {
        Span<byte> folded = stackalloc byte[BytesMax];
        return new SymbolKey(workspace.Secret.Hash64(KeyDomain.Symbol, Texts.Fold(word, folded)));
    }

    /// <summary>The same of characters.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="word">As sent.</param>
    [SkipLocalsInit]
    public static SymbolKey Of(Workspace workspace, ReadOnlySpan<char> word)
    {
        word = word.Trim(" \t\r\n");
        word = word[..Math.Min(word.Length, 4 * BytesMax)];
        Span<byte> bytes = stackalloc byte[12 * BytesMax];
        return Of(workspace, bytes[..Encoding.UTF8.GetBytes(word, bytes)]);
    }
}
