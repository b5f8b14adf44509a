namespace Kairos.Govern.Purposes;

/// <summary>Data together with the leave to use it for one purpose, or neither. The only way to get at personal data.</summary>
/// <typeparam name="T">The data.</typeparam>
public readonly struct Permitted<T>
    where T : class
{
    internal Permitted(T? value) => (IsGranted, Value) = (true, value);

    /// <summary>Whether there is leave.</summary>
    public bool IsGranted { get; }

    /// <summary>The data; null without leave, and when nothing is known.</summary>
    public T? Value { get; }
}

/// <summary>Grants and refuses leave.</summary>
public static class Permitted
{
    /// <summary>Leave to use data.</summary>
    /// <typeparam name="T">The data.</typeparam>
    /// <param name="value">The data, or null when nothing is known.</param>
    public static Permitted<T> Granted<T>(T? value)
        where T : class => new(value);

    /// <summary>No leave.</summary>
    /// <typeparam name="T">The data.</typeparam>
    public static Permitted<T> Refused<T>()
        where T : class => default;
}
