using System.Text;

namespace Kairos.Govern.Words;

/// <summary>An immutable table from words to values, asked with UTF-8 bytes. Reading allocates nothing and takes no lock.</summary>
/// <typeparam name="T">What a word stands for.</typeparam>
public sealed class Utf8Table<T>
{
    private readonly Dictionary<byte[], T> _words = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>Makes a table.</summary>
    /// <param name="words">Each word once.</param>
    /// <exception cref="ArgumentException">A word stands twice.</exception>
    public Utf8Table(IEnumerable<KeyValuePair<string, T>> words)
    {
        foreach (var (word, value) in words)
        {
            if (!_words.TryAdd(Encoding.UTF8.GetBytes(word), value))
                throw new ArgumentException($"\"{word}\" stands in the table twice.", nameof(words));
            LengthMax = Math.Max(LengthMax, Encoding.UTF8.GetByteCount(word));
        }

        _lookup = _words.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>How many words there are.</summary>
    public int Count => _words.Count;

    /// <summary>Bytes of the longest word: anything longer is not in the table.</summary>
    public int LengthMax { get; }

    /// <summary>Finds a word.</summary>
    /// <param name="word">Its bytes, in the case in which the table has it.</param>
    /// <param name="value">What it stands for.</param>
    public bool TryGet(ReadOnlySpan<byte> word, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) =>
        _lookup.TryGetValue(word, out value);
}
