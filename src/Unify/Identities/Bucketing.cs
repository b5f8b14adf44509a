using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities;

/// <summary>Says by which key experiments know a visitor, so that no merge, split or log-in changes what an identifier has been shown. Any thread.</summary>
/// <remarks>
/// The first decision on an identifier settles its key: that of its user, else the person's first-seen key at that moment. It stands in the
/// journal before whatever is acknowledged later, and with the identifier from then on. Until it is there, and for decisions that are made at
/// the same time, it is claimed here: whoever comes second gets the first one's key.
/// </remarks>
/// <param name="options">How many claims are remembered.</param>
public sealed class Bucketing(BucketingOptions options)
{
    private readonly Lock _gate = new(); // Only first decisions on an identifier come here.
    private Dictionary<(uint Workspace, PersonKey Identifier), BucketingKey> _claims = [];
    private Dictionary<(uint Workspace, PersonKey Identifier), BucketingKey> _olderClaims = [];

    /// <summary>Chooses the key for a decision, and claims it for the identifiers named.</summary>
    /// <param name="workspace">The visitor's workspace.</param>
    /// <param name="visitor">The identifiers that the decision names: at least one.</param>
    /// <param name="name">The one asked by, as it was sent: the first-seen key of somebody never seen.</param>
    /// <param name="person">Whom they are of, as read for this decision.</param>
    public BucketingChoice Choose(Workspace workspace, in VisitorKeys visitor, string name, PersonSnapshot person)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(person);
        if (!options.Enabled)
            return default;
        var isNew = person.Bucketing.IsNone;
        var isNewForUser = !visitor.User.IsNone && person.UserBucketing.IsNone;
        if (!isNew && !isNewForUser)
            return new BucketingChoice(person.Bucketing, BucketingSource.Kept, IsNew: false, IsNewForUser: false);
        var (own, user) = ((workspace.Id.Value, visitor.Key), (workspace.Id.Value, visitor.User));
        lock (_gate)
        {
            var (key, from) = (isNew ? Claimed(own) : person.Bucketing, BucketingSource.Kept);
            if (key.IsNone && !visitor.User.IsNone)
                (key, from) = (isNewForUser ? Claimed(user) : person.UserBucketing, BucketingSource.User);
            if (key.IsNone)
                (key, from) = (BucketingKey.Of(workspace, person.FirstSeenKey.Length > 0 ? person.FirstSeenKey : name), BucketingSource.FirstSeen);
            if (isNew)
                Claim(own, key);
            if (isNewForUser)
                Claim(user, key);
            return new BucketingChoice(key, from, isNew, isNewForUser);
        }
    }

    /// <summary>Forgets what was claimed for somebody who is erased.</summary>
    /// <param name="workspace">Number of their workspace.</param>
    /// <param name="identifier">Who.</param>
    public void Forget(uint workspace, PersonKey identifier)
    {
        lock (_gate)
        {
            _claims.Remove((workspace, identifier));
            _olderClaims.Remove((workspace, identifier));
        }
    }

    private BucketingKey Claimed((uint, PersonKey) identifier) =>
        _claims.TryGetValue(identifier, out var key) || _olderClaims.TryGetValue(identifier, out key) ? key : default;

    private void Claim((uint, PersonKey) identifier, BucketingKey key)
    {
        if (!Claimed(identifier).IsNone)
            return;
        if (_claims.Count >= options.ClaimsMax)
            (_olderClaims, _claims) = (_claims, []);
        _claims.Add(identifier, key);
    }
}
