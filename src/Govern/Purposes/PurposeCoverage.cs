namespace Kairos.Govern.Purposes;

/// <summary>What a purpose is needed for: whatever is named here is used only for people who allow the purpose, besides the purpose that asks for it.</summary>
/// <param name="Features">Names of features.</param>
/// <param name="Models">Names of models, as <c>docs/reference/models.md</c> has them.</param>
/// <param name="Channels">Names of channels.</param>
public sealed record PurposeCoverage(IReadOnlyList<string> Features, IReadOnlyList<string> Models, IReadOnlyList<string> Channels)
{
    /// <summary>Nothing in particular.</summary>
    public static PurposeCoverage Nothing { get; } = new([], [], []);
}
