namespace Kairos.Govern.Retention;

/// <summary>Lets go of one class of data when it is too old. Register each as a service: all are swept together.</summary>
public interface IRetentionRule
{
    /// <summary>The age of what is never too old.</summary>
    static TimeSpan ForEver => TimeSpan.MaxValue;

    /// <summary>The class of data, as in <c>archive</c>.</summary>
    string Data { get; }

    /// <summary>How long it is kept; <see cref="ForEver"/> for no end.</summary>
    TimeSpan KeptFor { get; }

    /// <summary>What one piece of it is, as in <c>segments</c>: what <see cref="Sweep"/> counts.</summary>
    string Unit { get; }

    /// <summary>Lets go of what is too old.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancel">The server stops; the next sweep goes on.</param>
    /// <returns>How many pieces went.</returns>
    ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel);
}
