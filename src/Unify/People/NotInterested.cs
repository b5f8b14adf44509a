namespace Kairos.Unify.People;

/// <summary>What a person can be not interested in. Numbers are stored: never reuse one.</summary>
public enum InterestKind : byte
{
    /// <summary>One item.</summary>
    Item = 1,

    /// <summary>All items of a brand.</summary>
    Brand = 2,

    /// <summary>All items of a category.</summary>
    Category = 3,
}

/// <summary>That a person is not interested in something, or is again.</summary>
/// <param name="What">Item, brand or category.</param>
/// <param name="Key">Its key.</param>
/// <param name="AtMs">When they last said so, ms since 1970 UTC.</param>
/// <param name="Undone">Whether they took it back then. Kept, so that an earlier word that comes late does not count.</param>
[GenerateSerializer, Immutable, Alias("kairos.not-interested")]
public readonly record struct NotInterested(
    [property: Id(0)] InterestKind What, [property: Id(1)] ulong Key, [property: Id(2)] long AtMs, [property: Id(3)] bool Undone)
{
    /// <summary>What has been said so far after one more word. The latest counts, and of two at the same time "not interested"; beyond the bound the words longest ago are forgotten.</summary>
    /// <param name="known">By kind and key, each once. Stays as it is.</param>
    /// <param name="word">The word.</param>
    /// <param name="most">Most that are kept.</param>
    /// <returns>By kind and key; the same array when nothing changes. The same for any order of words.</returns>
    public static NotInterested[] With(NotInterested[] known, NotInterested word, int most)
    {
        var at = 0;
        while (at < known.Length && Order(known[at], word) < 0)
            at++;
        if (at < known.Length && Order(known[at], word) == 0)
        {
            if (!word.Outdoes(known[at]))
                return known;
            var changed = known.ToArray();
            changed[at] = word;
            return changed;
        }

        NotInterested[] all = [.. known[..at], word, .. known[at..]];
        if (all.Length <= most)
            return all;
        var oldest = all.MinBy(static each => (each.AtMs, each.What, each.Key));
        return oldest == word ? known : [.. all.Where(each => each != oldest)];
    }

    /// <summary>What two parts of one person said, together.</summary>
    /// <param name="one">By kind and key.</param>
    /// <param name="other">By kind and key.</param>
    /// <param name="most">Most that are kept.</param>
    public static NotInterested[] Join(NotInterested[] one, NotInterested[] other, int most)
    {
        foreach (var word in other)
            one = With(one, word, most);
        return one;
    }

    private bool Outdoes(NotInterested other) => AtMs != other.AtMs ? AtMs > other.AtMs : !Undone && other.Undone;

    private static int Order(NotInterested a, NotInterested b) => a.What != b.What ? a.What.CompareTo(b.What) : a.Key.CompareTo(b.Key);
}
