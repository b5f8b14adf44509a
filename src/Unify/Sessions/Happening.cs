namespace Kairos.Unify.Sessions;

/// <summary>One event on its way into a person's sessions.</summary>
internal readonly ref struct Happening
{
    public ulong Device { get; init; }

    public long AtMs { get; init; }

    public ulong Message { get; init; }

    public string? Campaign { get; init; }

    /// <summary>At least one, all of this time and message; the first is flagged when there is a campaign.</summary>
    public ReadOnlySpan<Touch> Touches { get; init; }

    public ReadOnlySpan<Note> Notes { get; init; }
}
