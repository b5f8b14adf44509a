using Kairos.Capture.Events;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.Identities;

/// <summary>Decisions in a town, as far as the key goes that experiments bucket on, and every change of it that an identifier has seen.</summary>
internal sealed class Decisions(Town town)
{
    private readonly Dictionary<PersonKey, BucketingKey> _seen = [];
    private Bucketing _bucketing = new(new BucketingOptions());

    /// <summary>Identifiers whose key was another one than before.</summary>
    public List<string> Flips { get; } = [];

    /// <summary>Reads the person, and answers what decides by that reading, whenever that may be.</summary>
    public Func<BucketingKey> Begin(string visitor, string? user = null)
    {
        var keys = town.People.Route(Happened.Shop, visitor, user ?? "");
        var person = town.Read(keys);
        return () =>
        {
            var choice = _bucketing.Choose(Happened.Shop, keys, visitor.Length > 0 ? visitor : user!, person);
            if (!_seen.TryAdd(keys.Key, choice.Key) && _seen[keys.Key] != choice.Key)
                Flips.Add($"{visitor}/{user}: {_seen[keys.Key]}, then {choice.Key}");
            if (choice.IsNew)
                town.Tell(keys.Key, choice.Key);
            if (choice.IsNewForUser)
                town.Tell(keys.User, choice.Key);
            return choice.Key;
        };
    }

    /// <summary>Decides.</summary>
    public BucketingKey For(string visitor, string? user = null) => Begin(visitor, user)();

    /// <summary>Starts again: what was only claimed is forgotten.</summary>
    public void Restart() => _bucketing = new Bucketing(new BucketingOptions());
}
