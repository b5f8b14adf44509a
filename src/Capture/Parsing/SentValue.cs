namespace Kairos.Capture.Parsing;

/// <summary>What kind of JSON value was sent.</summary>
public enum SentKind : byte
{
    /// <summary>Nothing was sent.</summary>
    None = 0,

    /// <summary>A text, without quotes and escapes.</summary>
    Text,

    /// <summary>A number, as written.</summary>
    Number,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary>An object, braces included.</summary>
    Object,

    /// <summary>An array, brackets included.</summary>
    Array,
}

/// <summary>One value of an event as sent: where its bytes lie. Read them with <see cref="DraftBatch.Bytes"/>.</summary>
/// <param name="Start">Offset in the body; below zero, the complement of an offset among the unescaped texts.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Kind">Its kind; JSON's <c>null</c> counts as not sent.</param>
public readonly record struct SentValue(int Start, int Length, SentKind Kind)
{
    /// <summary>Whether nothing was sent.</summary>
    public bool IsNone => Kind == SentKind.None;

    /// <summary>Whether it is a text or a number that is not empty.</summary>
    public bool IsScalar => Kind is SentKind.Text or SentKind.Number && Length > 0;
}
