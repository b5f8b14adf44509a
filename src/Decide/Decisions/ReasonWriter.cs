using System.Text.Json;
using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;

namespace Kairos.Decide.Decisions;

/// <summary>Says why an item is shown, in words that a visitor may read. <c>docs/reference/decide.md</c> lists the codes.</summary>
internal static class ReasonWriter
{
    private const int NameLengthMax = 80;

    /// <summary>Writes <c>{"code","text","because":[…]}</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="input">The placement.</param>
    /// <param name="candidate">The item.</param>
    public static void Write(Utf8JsonWriter json, PlacementInput input, in RankedCandidate candidate)
    {
        var because = candidate.Because < 0 ? default : input.Because[candidate.Because];
        json.WriteStartObject();
        json.WriteString("code"u8, CodeOf(input, candidate));
        json.WritePropertyName("text"u8);
        var (before, name, after) = TextOf(input, candidate, because.Name);
        json.WriteStringValueSegment(before, false);
        WriteName(json, name);
        json.WriteStringValueSegment(after, true);
        if (because.Id is not null)
        {
            json.WriteStartArray("because"u8);
            json.WriteStringValue(because.Id);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The name of a model, as explanations bear it.</summary>
    /// <param name="source">Which.</param>
    public static ReadOnlySpan<byte> SourceOf(CandidateSource source) => source switch
    {
        CandidateSource.SessionNeighbours => "session-neighbours"u8,
        CandidateSource.Transitions => "transitions"u8,
        CandidateSource.History => "history"u8,
        CandidateSource.PopularInCategory => "popular-in-category"u8,
        CandidateSource.Trending => "trending"u8,
        CandidateSource.Popular => "popular"u8,
        _ => "none"u8,
    };

    private static ReadOnlySpan<byte> CodeOf(PlacementInput input, in RankedCandidate candidate) => candidate.Source switch
    {
        CandidateSource.SessionNeighbours => "because-you-viewed"u8,
        CandidateSource.Transitions => "others-went-on-to"u8,
        CandidateSource.History => "because-of-your-history"u8,
        CandidateSource.PopularInCategory => "popular-in-category"u8,
        CandidateSource.Trending => "trending"u8,
        CandidateSource.Popular => "popular"u8,
        _ => input.Placement.Kind == PlacementKind.Rank ? "as-sent"u8 : "default"u8,
    };

    private static (string Before, string Name, string After) TextOf(PlacementInput input, in RankedCandidate candidate, string? because) => candidate.Source switch
    {
        CandidateSource.SessionNeighbours => because is null ? ("Because of what you viewed", "", "") : ("Because you viewed ", because, ""),
        CandidateSource.Transitions => because is null ? ("Often viewed next", "", "") : ("Others who viewed ", because, " went on to this"),
        CandidateSource.History => because is null ? ("Because of your earlier visits", "", "") : ("Because you viewed ", because, " before"),
        CandidateSource.PopularInCategory => input.Category is null ? ("Popular in this category", "", "") : ("Popular in ", input.Category, ""),
        CandidateSource.Trending => ("Trending now", "", ""),
        CandidateSource.Popular => ("Popular now", "", ""),
        _ => input.Placement.Kind == PlacementKind.Rank ? ("In the order sent", "", "") : ("Chosen for this place", "", ""),
    };

    private static void WriteName(Utf8JsonWriter json, string name)
    {
        if (name.Length <= NameLengthMax)
        {
            json.WriteStringValueSegment(name, false);
            return;
        }

        var end = NameLengthMax - 1;
        if (char.IsHighSurrogate(name[end - 1]))
            end--; // Never half a character.
        json.WriteStringValueSegment(name.AsSpan(0, end), false);
        json.WriteStringValueSegment("…", false);
    }
}
