using Kairos.Capture.Events;
using Kairos.Capture.Normalizers.Foldings;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;

namespace Kairos.Unify.Accounts;

/// <summary>Reads accounts: whom a <c>group</c> call or their address's domain made one of theirs, and what these amount to together.</summary>
/// <param name="people">The people.</param>
/// <param name="policies">What people allow: those who do not allow the purpose are not added up.</param>
/// <param name="options">How much is read.</param>
/// <param name="settings">What is kept of a person.</param>
/// <param name="clock">The time of reading.</param>
public sealed class AccountReader(IPeople people, PurposePolicies policies, AccountOptions options, PeopleOptions settings, TimeProvider clock)
{
    /// <summary>People whose reading is under way at once.</summary>
    private const int ReadAhead = 16;

    private static readonly string[] RoleTraits = [MemberRole.TraitName, "job_title", "title"];

    /// <summary>Reads one for personalization.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="id">Its id, as <c>group</c> calls have it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when nobody ever belonged to it.</returns>
    public Task<Account?> Find(Workspace workspace, string id, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return Read(workspace.Id, PersonKey.Of(workspace, KeyDomain.Group, System.Text.Encoding.UTF8.GetBytes(IdentifierText.Trim(id))), "personalization", cancel);
    }

    /// <summary>Reads one.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="key">Key of its id.</param>
    /// <param name="purpose">What for: people who do not allow it are left out. One that the policy does not know is allowed by nobody.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when nobody ever belonged to it.</returns>
    public async Task<Account?> Read(WorkspaceId workspace, PersonKey key, string purpose, CancellationToken cancel = default)
    {
        var node = await people.Node(workspace, key);
        if (node.Links.Length == 0)
            return null;
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var state = node.State is { } stored ? PersonCode.Read(new PersonId(workspace.Value, key), stored, settings) : null;
        var (members, isCut) = await Members(workspace, node, state?.MemberRoles ?? [], purpose, nowMs, cancel);
        var sum = new AccountSnapshot { Key = key, Purpose = purpose, AsOfMs = nowMs, Traits = state?.Traits ?? [], IsCut = isCut };
        return new Account(AccountSum.Of(sum, members, options, settings), members, AccountSum.Activity(members, options.ActivityMax));
    }

    /// <summary>The account that somebody belongs to: the first that was named for them, else the first whose domain their addresses have.</summary>
    /// <param name="person">Who.</param>
    /// <returns>None when they belong to none.</returns>
    public async ValueTask<PersonKey> AccountOf(PersonSnapshot person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Accounts.Length > 0)
            return person.Accounts[0];
        foreach (var domain in person.Domains)
        {
            if (OwnerOf(await people.Node(new WorkspaceId(person.Workspace), domain)) is { IsNone: false } owner)
                return owner;
        }

        return default;
    }

    // Of two accounts with one domain the first has it.
    private static PersonKey OwnerOf(NodeReading domain) => domain.Links.FirstOrDefault(static link => link.Kind == KeyDomain.Group && link.IsActive).Other;

    private async Task<(List<AccountMember> Members, bool IsCut)> Members(
        WorkspaceId workspace, NodeReading account, MemberRole[] roles, string purpose, long nowMs, CancellationToken cancel)
    {
        var links = account.Links.Select(static link => (Link: link, ByDomain: false)).ToList();
        foreach (var domain in account.Links.Where(static link => link.Kind == KeyDomain.Domain && link.IsActive))
        {
            var owned = await people.Node(workspace, domain.Other);
            if (OwnerOf(owned) == account.Key)
                links.AddRange(owned.Links.Select(static link => (link, true)));
        }

        var whole = links.Where(static entry => entry.Link.Kind is KeyDomain.UserId or KeyDomain.AnonymousId && entry.Link.IsActive).DistinctBy(static entry => entry.Link.Other).ToList();
        var roleOf = roles.ToDictionary(static role => role.Member);
        var members = new Dictionary<PersonKey, (PersonSnapshot Person, bool ByDomain, MemberRole Role)>();
        var order = new List<PersonKey>();
        foreach (var some in whole.Chunk(ReadAhead))
        {
            cancel.ThrowIfCancellationRequested();
            var reads = Array.ConvertAll(some, entry => people.Read(workspace, new VisitorKeys(entry.Link.Other, 0), cancel).AsTask());
            var read = await Task.WhenAll(reads);
            for (var i = 0; i < some.Length; i++)
            {
                if (new SealedPerson(read[i]).For(PurposeUse.Of(purpose, policies)).Value is not { Events: > 0 } person)
                    continue;
                var role = roleOf.GetValueOrDefault(some[i].Link.Other);
                if (members.TryGetValue(person.Key, out var known))
                {
                    members[person.Key] = known with { Role = known.Role.Role is null || role.Role is not null && role.Outdoes(known.Role) ? role : known.Role };
                    continue;
                }

                if (members.Count >= options.PeopleMax)
                    return (Listed(order, members, nowMs), true);
                members.Add(person.Key, (person, some[i].ByDomain, role));
                order.Add(person.Key);
            }
        }

        return (Listed(order, members, nowMs), false);
    }

    private List<AccountMember> Listed(List<PersonKey> order, Dictionary<PersonKey, (PersonSnapshot Person, bool ByDomain, MemberRole Role)> members, long nowMs) =>
        order.ConvertAll(key => members[key]).ConvertAll(member =>
            new AccountMember(member.Person, member.Role.Role ?? Role(member.Person), member.ByDomain, AccountSum.StageOf(member.Person, nowMs, options)));

    private static string? Role(PersonSnapshot person) =>
        RoleTraits.Select(name => person.Traits.FirstOrDefault(trait => trait.Name == name).Json).OfType<string>().Select(JsonText.Of).FirstOrDefault(static role => role is not null);
}
