using Kairos.Capture.Events;
using Kairos.Unify.People;
using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>Adds up an account from its people. A pure function of them, so that it follows whatever becomes of them.</summary>
internal static class AccountSum
{
    private static readonly int StageCount = Enum.GetValues<IntentStage>().Length;

    /// <summary>The furthest stage of somebody's recent sessions; null when they had none.</summary>
    public static IntentStage? StageOf(PersonSnapshot person, long nowMs, AccountOptions options)
    {
        var sinceMs = nowMs - (long)options.StageWindow.TotalMilliseconds;
        IntentStage? furthest = null;
        foreach (var session in person.Sessions)
        {
            if (session.LastAtMs >= sinceMs && !(furthest >= session.Context.Stage))
                furthest = session.Context.Stage;
        }

        return furthest;
    }

    /// <summary>What people amount to together.</summary>
    /// <param name="of">Key, purpose, time, traits, and whether there are more people.</param>
    /// <param name="members">The people.</param>
    /// <param name="options">How.</param>
    /// <param name="people">What is kept of a person.</param>
    public static AccountSnapshot Of(AccountSnapshot of, IReadOnlyList<AccountMember> members, AccountOptions options, PeopleOptions people)
    {
        var topics = new TopicSums(options, people, of.AsOfMs);
        var counts = new SortedDictionary<EventCode, long>();
        var stages = new int[StageCount];
        foreach (var (person, _, _, stage) in members)
        {
            topics.Add(person);
            foreach (var (code, count) in person.Counts)
                counts[code] = counts.GetValueOrDefault(code) + count;
            if (stage is { } reached)
                stages[(int)reached]++;
        }

        return of with
        {
            People = members.Count,
            Furthest = members.Max(static member => member.Stage) ?? IntentStage.Arrived,
            Stages = stages,
            Stage = BuyingStages.Of(stages, options),
            Topics = topics.Topics(),
            Counts = [.. counts.Select(static count => new CodeCount(count.Key, count.Value))],
        };
    }

    /// <summary>What people did lately, latest first; as far as it is in the sessions that are kept in full.</summary>
    public static IReadOnlyList<AccountAct> Activity(IReadOnlyList<AccountMember> members, int max)
    {
        var acts = new List<(AccountAct Act, ulong Message)>();
        foreach (var member in members)
        {
            acts.AddRange(member.Person.Sessions.SelectMany(static session => session.Touches).OrderByDescending(static touch => (touch.AtMs, touch.Message)).Take(max)
                .Select(touch => (new AccountAct(touch.AtMs, member.Person.Key, touch.Code, touch.Item, touch.Category), touch.Message)));
        }

        return [.. acts.OrderByDescending(static act => act.Act.AtMs).ThenBy(static act => act.Act.Person).ThenBy(static act => act.Message).Take(max).Select(static act => act.Act)];
    }
}
