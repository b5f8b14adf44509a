using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Decide.Decisions;

/// <summary>Makes the keys of words as capture makes them.</summary>
internal static class CategoryWords
{
    private const int LengthMax = 256;

    /// <summary>The key of a word; none for nothing.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="text">The word as sent.</param>
    public static SymbolKey Key(Workspace workspace, ReadOnlySpan<char> text) => text.Length > LengthMax ? default : SymbolKey.Of(workspace, text);
}
