using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Retention;

/// <summary>How long each class of data is kept. Bound to <c>Govern:Retention</c>. The journal's and the quarantine's ages stand with their other settings.</summary>
public sealed class RetentionOptions
{
    /// <summary>How often what is too old is removed, from one minute to one day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the archive keeps events, by the day they were received; from one day to thirty years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "10950.00:00:00")]
    public TimeSpan Archive { get; init; } = TimeSpan.FromDays(395);

    /// <summary>How long the archive keeps records of decisions; never longer than events. The journal keeps them as long as events.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "10950.00:00:00")]
    public TimeSpan ArchivedDecisions { get; init; } = TimeSpan.FromDays(90);

    /// <summary>What is known of somebody goes when they were not heard of for so long, by the time events happened; from one day to thirty years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "10950.00:00:00")]
    public TimeSpan UnheardPeople { get; init; } = TimeSpan.FromDays(730);

    /// <summary>How long the audit log keeps entries, from thirty days to thirty years; unset to keep them for ever.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "10950.00:00:00")]
    public TimeSpan? AuditLog { get; init; }

    /// <summary>Most people that one sweep lets go; the next goes on.</summary>
    [Range(1, 10_000_000)]
    public int PeoplePerSweepMax { get; init; } = 100_000;
}
