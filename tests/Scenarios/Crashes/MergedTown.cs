namespace Kairos.Scenarios.Crashes;

/// <summary>What the clients know for themselves of people who are merged, split and erased: how many events each has, with whom they are one, and words that only one life of one of them ever said.</summary>
internal sealed class MergedTown
{
    /// <summary>People whom others are merged into.</summary>
    public const int Bases = 6;

    /// <summary>All people.</summary>
    public const int Users = Bases + 18;

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly long[] _events = new long[Users];
    private readonly int?[] _into = new int?[Users];
    private readonly bool[] _seen = new bool[Users];
    private readonly int[] _lives = new int[Users];
    private readonly bool[] _spoke = new bool[Users];
    private readonly List<string> _erased = [];

    /// <summary>Words of lives that were erased: nobody has them any more.</summary>
    public IReadOnlyList<string> ErasedWords => _erased;

    /// <summary>Words of people as they are now.</summary>
    public IEnumerable<string> LivingWords => Enumerable.Range(0, Users).Where(user => _spoke[user]).Select(WordOf);

    /// <summary>What a person says in this life, and nobody else ever.</summary>
    public string WordOf(int user) => $"word{_mark}u{user}l{_lives[user]}z";

    /// <summary>Whom a person was merged into, if anybody.</summary>
    public int? Into(int user) => _into[user];

    /// <summary>Whether a person has events of their own.</summary>
    public bool HasEvents(int user) => _events[user] > 0;

    /// <summary>Whether they were on their device in this life.</summary>
    public bool HasDevice(int user) => _seen[user];

    /// <summary>Events of a person and of all who are one with them.</summary>
    public long EventsOf(int user) => Group(user).Sum(other => _events[other]);

    /// <summary>An event was acknowledged.</summary>
    public void Count(int user, bool onDevice) => (_events[user], _seen[user], _spoke[user]) = (_events[user] + 1, _seen[user] || onDevice, true);

    /// <summary>A merge was acknowledged.</summary>
    public void Merge(int user, int into) => _into[user] = into;

    /// <summary>A split was acknowledged.</summary>
    public void Split(int user) => _into[user] = null;

    /// <summary>An erasure was acknowledged: of all who are one with somebody.</summary>
    public void Erase(int user)
    {
        foreach (var one in Group(user).ToList())
        {
            if (_spoke[one])
                _erased.Add(WordOf(one));
            (_events[one], _into[one], _seen[one], _spoke[one], _lives[one]) = (0, null, false, false, _lives[one] + 1);
        }
    }

    private IEnumerable<int> Group(int user) => Enumerable.Range(0, Users).Where(other => (_into[other] ?? other) == (_into[user] ?? user));
}
