namespace Kairos.Capture.Imports;

/// <summary>Where calls go: to a server, or to a check that keeps nothing.</summary>
internal interface IImportSink
{
    /// <summary>Hands over a batch, and waits until it is kept, however often that has to be tried.</summary>
    /// <param name="body">A batch as the tracking API takes it.</param>
    /// <param name="cancel">Stops as soon as it is known what became of a batch on its way.</param>
    Task<SinkAnswer> Take(ReadOnlyMemory<byte> body, CancellationToken cancel);
}

/// <summary>What became of a batch.</summary>
/// <param name="Outcome">Whether it was taken.</param>
/// <param name="Detail">Why not, for a person.</param>
internal sealed record SinkAnswer(SinkOutcome Outcome, string? Detail = null)
{
    /// <summary>Of a batch that was taken: those of its calls that were refused, by their place in it.</summary>
    public IReadOnlyList<(int Index, string Code, string Detail)> Rejected { get; init; } = [];

    /// <summary>Of a batch that was taken: how many calls nobody consented to keep.</summary>
    public int Withheld { get; init; }
}

/// <summary>Whether a batch was taken.</summary>
internal enum SinkOutcome
{
    /// <summary>It was.</summary>
    Taken,

    /// <summary>It is too large: smaller ones may be taken.</summary>
    TooLarge,

    /// <summary>It was not, and trying again would not help.</summary>
    Refused,

    /// <summary>It was not, for as long as it was tried.</summary>
    GaveUp,
}
