namespace Kairos.Govern.Purposes;

/// <summary>
/// What a purpose covers. Whatever is named here is used only for people who allow the purpose, whichever purpose it is used for; and under a purpose that
/// names anything of a kind, only what it names of that kind is used. See <see cref="UseRule"/>.
/// </summary>
/// <param name="Features">Names of features.</param>
/// <param name="Models">Names of models, as <c>docs/reference/models.md</c> has them.</param>
/// <param name="Channels">Names of channels.</param>
public sealed record PurposeCoverage(IReadOnlyList<string> Features, IReadOnlyList<string> Models, IReadOnlyList<string> Channels)
{
    /// <summary>Nothing in particular.</summary>
    public static PurposeCoverage Nothing { get; } = new([], [], []);

    /// <summary>The names of one kind.</summary>
    /// <param name="kind">Which.</param>
    public IReadOnlyList<string> Of(CoveredKind kind) => kind switch
    {
        CoveredKind.Feature => Features,
        CoveredKind.Model => Models,
        _ => Channels,
    };
}
