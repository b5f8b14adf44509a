using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers.Foldings;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>Reads accounts: whom a <c>group</c> call or their address's domain made one of theirs, and what these amount to together.</summary>
/// <param name="people">The people.</param>
/// <param name="policies">What people allow: those who refuse personalization are not added up.</param>
/// <param name="options">How much is read.</param>
/// <param name="settings">What is kept of a person.</param>
/// <param name="clock">The time of reading.</param>
public sealed class AccountReader(IPeople people, PurposePolicies policies, AccountOptions options, PeopleOptions settings, TimeProvider clock)
{
    private static readonly string[] RoleTraits = ["role", "job_title", "title"];

    /// <summary>Reads one.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="id">Its id, as <c>group</c> calls have it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when nobody ever belonged to it.</returns>
    public async Task<Account?> Find(Workspace workspace, string id, CancellationToken cancel = default)
    {
        var key = PersonKey.Of(workspace, KeyDomain.Group, System.Text.Encoding.UTF8.GetBytes(IdentifierText.Trim(id)));
        var node = await people.Node(workspace.Id, key);
        if (node.Links.Length == 0)
            return null;
        var members = new Dictionary<PersonKey, AccountMember>();
        var isCut = await Add(workspace.Id, node, byDomain: false, members, cancel);
        foreach (var domain in node.Links.Where(static link => link.Kind == KeyDomain.Domain && link.IsActive))
        {
            var owned = await people.Node(workspace.Id, domain.Other);
            if (owned.Links.FirstOrDefault(static link => link.Kind == KeyDomain.Group && link.IsActive).Other == key) // Of two accounts the first has it.
                isCut |= await Add(workspace.Id, owned, byDomain: true, members, cancel);
        }

        var all = members.Values.ToList();
        var traits = node.State is { } state ? PersonCode.Read(new PersonId(workspace.Id.Value, key), state, settings).Traits : [];
        return new Account(key, traits, all, Topics(all), all.Count == 0 ? IntentStage.Arrived : all.Max(static member => member.Stage), Counts(all), isCut);
    }

    private async Task<bool> Add(WorkspaceId workspace, NodeReading node, bool byDomain, Dictionary<PersonKey, AccountMember> members, CancellationToken cancel)
    {
        foreach (var link in node.Links)
        {
            if (link.Kind is not (KeyDomain.UserId or KeyDomain.AnonymousId) || !link.IsActive)
                continue;
            if (members.Count >= options.PeopleMax)
                return true;
            var read = new SealedPerson(await people.Read(workspace, new VisitorKeys(link.Other, 0), cancel));
            if (read.For(PurposeUse.Of("personalization", policies)).Value is { Events: > 0 } person)
                members.TryAdd(person.Key, new AccountMember(person, Role(person), byDomain, StageOf(person)));
        }

        return false;
    }

    private IntentStage StageOf(PersonSnapshot person)
    {
        var since = clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)options.StageWindow.TotalMilliseconds;
        return person.Sessions.Where(session => session.LastAtMs >= since).Select(static session => session.Context.Stage).DefaultIfEmpty(IntentStage.Arrived).Max();
    }

    private List<AccountTopic> Topics(List<AccountMember> members)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var topics = new Dictionary<SymbolKey, (double Weight, int People)>();
        foreach (var member in members)
        {
            var own = new Dictionary<SymbolKey, double>();
            var taste = member.Person.Taste;
            var decay = Math.Pow(2, -(nowMs - taste.AsOfMs) / settings.TasteHalfLife.TotalMilliseconds);
            foreach (var (category, weight) in taste.Categories)
                own[category] = weight * decay;
            foreach (var (category, weight) in member.Person.Current?.Context.Categories ?? [])
                own[category] = own.GetValueOrDefault(category) + weight;
            foreach (var (category, weight) in own)
                topics[category] = (topics.GetValueOrDefault(category).Weight + weight, topics.GetValueOrDefault(category).People + 1);
        }

        return [.. topics.Select(static topic => new AccountTopic(topic.Key, topic.Value.Weight, topic.Value.People))
            .OrderByDescending(static topic => topic.Weight).ThenBy(static topic => topic.Category.Value).Take(options.TopicsMax)];
    }

    private static List<CodeCount> Counts(List<AccountMember> members) =>
        [.. members.SelectMany(static member => member.Person.Counts).GroupBy(static count => count.Code).OrderBy(static code => code.Key)
            .Select(static code => new CodeCount(code.Key, code.Sum(static count => count.Count)))];

    private static string? Role(PersonSnapshot person)
    {
        foreach (var name in RoleTraits)
        {
            foreach (var trait in person.Traits)
            {
                if (trait.Name == name && trait.Json.StartsWith('"'))
                    return JsonSerializer.Deserialize<string>(trait.Json);
            }
        }

        return null;
    }
}
