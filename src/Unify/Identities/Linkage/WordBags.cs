namespace Kairos.Unify.Identities.Linkage;

/// <summary>Texts as sorted numbers of their words, with weights by rarity, unit length.</summary>
internal sealed class WordBags
{
    private readonly int[][] _words;
    private readonly float[][] _weights;

    /// <param name="texts">The texts' words; repeated ones count once.</param>
    /// <param name="counts">How often each text occurs, or null for once.</param>
    public WordBags(IReadOnlyList<List<string>> texts, int[]? counts = null)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var frequencies = new List<int>();
        _words = new int[texts.Count][];
        var total = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            var bag = new SortedSet<int>();
            foreach (var word in texts[i])
            {
                if (!numbers.TryGetValue(word, out var number))
                {
                    numbers[word] = number = numbers.Count;
                    frequencies.Add(0);
                }
                bag.Add(number);
            }
            _words[i] = [.. bag];
            total += counts?[i] ?? 1;
            foreach (var number in _words[i])
                frequencies[number] += counts?[i] ?? 1;
        }
        Frequencies = [.. frequencies];
        Spellings = [.. numbers.Keys];
        _weights = Array.ConvertAll(_words, words => Weigh(words, total));
    }

    /// <summary>For each word, in how many texts it is.</summary>
    public int[] Frequencies { get; }

    /// <summary>For each word how it is written.</summary>
    public string[] Spellings { get; }

    /// <summary>The words of a text, ascending.</summary>
    /// <param name="text">Number of the text.</param>
    public int[] Words(int text) => _words[text];

    /// <summary>Cosine of two texts by inverse document frequency, 0–1.</summary>
    /// <param name="a">Number of a text.</param>
    /// <param name="b">Number of another.</param>
    /// <remarks>Source: Cohen, "Integration of heterogeneous databases without common domains using queries based on textual similarity", SIGMOD 1998.</remarks>
    public double Cosine(int a, int b)
    {
        int[] one = _words[a], other = _words[b];
        float[] oneWeights = _weights[a], otherWeights = _weights[b];
        var sum = 0.0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i] < other[j])
                i++;
            else if (one[i] > other[j])
                j++;
            else
                sum += oneWeights[i++] * otherWeights[j++];
        }
        return sum;
    }

    private float[] Weigh(int[] words, int total)
    {
        var weights = Array.ConvertAll(words, word => (float)Math.Log(1 + (double)total / Frequencies[word]));
        var length = Math.Sqrt(weights.Sum(static weight => (double)weight * weight));
        return Array.ConvertAll(weights, weight => (float)(weight / length));
    }
}
