using Kairos.Capture.Events;

namespace Kairos.Unify.Identities;

/// <summary>The times in which an identifier, or users of a device, were another person's; as a split back to a time made them.</summary>
internal static class Periods
{
    /// <summary>The name of what came by an identifier until a time. Its partition is the identifier's.</summary>
    public static PersonKey NameOf(PersonKey subject, long untilMs) => PartKeys.Of(subject, new PersonKey((ulong)untilMs, ~(ulong)untilMs));

    /// <summary>Since when an identifier stands for itself, ms since 1970 UTC; 0 for always.</summary>
    public static long Since(ReadOnlySpan<Period> periods, PersonKey subject)
    {
        var since = 0L;
        foreach (ref readonly var period in periods)
        {
            if (period.Subject == subject)
                since = Math.Max(since, period.UntilMs);
        }

        return since;
    }

    /// <summary>Whose something is that came by an identifier: its own, or of the time it falls into.</summary>
    /// <param name="periods">The periods.</param>
    /// <param name="subject">The identifier.</param>
    /// <param name="user">Who did it, when that is known besides; else none.</param>
    /// <param name="atMs">When it happened, ms since 1970 UTC.</param>
    public static PersonKey Of(ReadOnlySpan<Period> periods, PersonKey subject, PersonKey user, long atMs)
    {
        foreach (ref readonly var period in periods)
        {
            if (period.Has(subject, user, atMs))
                return period.Past;
        }

        return subject;
    }

    /// <summary>Of what identifier something is a past, and when; none of what stands for itself.</summary>
    public static Period Origin(ReadOnlySpan<Period> periods, PersonKey key)
    {
        foreach (ref readonly var period in periods)
        {
            if (period.Past == key)
                return period;
        }

        return default;
    }

    /// <summary>The key that the records of an identifier lie under; those of a time that it was another person's under its own.</summary>
    public static PersonKey RecordsOf(ReadOnlySpan<Period> periods, PersonKey key) => Origin(periods, key) is { IsNone: false } origin ? origin.Subject : key;
}
