using Kairos.Unify.Sessions;

namespace Kairos.Unify.Accounts;

/// <summary>How near to a purchase an account is: the furthest stage that enough of its people have reached.</summary>
public enum BuyingStage : byte
{
    /// <summary>Nobody had a session lately.</summary>
    Inactive = 0,

    /// <summary>Somebody had.</summary>
    Aware = 1,

    /// <summary>Several compare.</summary>
    Considering = 2,

    /// <summary>Several decide.</summary>
    Deciding = 3,

    /// <summary>Somebody is checking out.</summary>
    Buying = 4,

    /// <summary>Somebody has bought.</summary>
    Customer = 5,
}

/// <summary>Finds the stage of an account. Pure.</summary>
internal static class BuyingStages
{
    /// <summary>The furthest stage reached.</summary>
    /// <param name="people">How many people are at each <see cref="IntentStage"/>, by its number.</param>
    /// <param name="options">How many it takes.</param>
    public static BuyingStage Of(IReadOnlyList<int> people, AccountOptions options)
    {
        ReadOnlySpan<(IntentStage From, int Min, BuyingStage Stage)> rules =
        [
            (IntentStage.Bought, options.CustomerPeopleMin, BuyingStage.Customer),
            (IntentStage.Buying, options.BuyingPeopleMin, BuyingStage.Buying),
            (IntentStage.Deciding, options.DecidingPeopleMin, BuyingStage.Deciding),
            (IntentStage.Comparing, options.ConsideringPeopleMin, BuyingStage.Considering),
            (IntentStage.Arrived, 1, BuyingStage.Aware),
        ];
        foreach (var (from, min, stage) in rules)
        {
            if (people.Skip((int)from).Sum() >= min)
                return stage;
        }

        return BuyingStage.Inactive;
    }
}
