using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kairos.Decide.Guards;
using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;

namespace Kairos.Decide.Decisions;

/// <summary>Writes the answer of one placement as JSON: the same bytes for the same input, live and in replay.</summary>
/// <param name="guards">Names the guards that kept candidates back.</param>
public sealed class AnswerWriter(GuardChain guards)
{
    /// <summary>How all answers and records are written: letters of every script as they are, what HTML minds escaped.</summary>
    public static JsonWriterOptions Format { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    /// <summary>The name of a rung, as answers bear it.</summary>
    /// <param name="rung">Which.</param>
    public static string NameOf(Rung rung) => rung switch
    {
        Rung.Personalized => "personalized",
        Rung.Session => "session",
        Rung.Popular => "popular",
        _ => "default",
    };

    /// <summary>Writes one placement: <c>{"id","items":[…],"source","degraded":[…]}</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="input">What was asked and known.</param>
    /// <param name="answer">What came of it.</param>
    public void Write(Utf8JsonWriter json, PlacementInput input, PlacementAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, input.Id);
        json.WritePropertyName("items"u8);
        WriteItems(json, input, answer);
        json.WriteString("source"u8, NameOf(answer.Rung));
        json.WritePropertyName("degraded"u8);
        DegradationCodes.Write(json, answer.Degraded);
        if ((answer.Degraded & (Degradation.UnknownPlacement | Degradation.KindNotAvailable)) != 0)
            WriteWhyEmpty(json, answer.Degraded);
        if (input.Explain)
            WriteSuppressed(json, input, answer);
        json.WriteEndObject();
    }

    /// <summary>Writes the items alone, as an array.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="input">What was asked and known.</param>
    /// <param name="answer">What came of it.</param>
    public static void WriteItems(Utf8JsonWriter json, PlacementInput input, PlacementAnswer answer)
    {
        json.WriteStartArray();
        for (var i = 0; i < answer.Count; i++)
        {
            var place = answer.Picks[i];
            ref var candidate = ref input.Candidates[place];
            json.WriteStartObject();
            json.WriteString("id"u8, candidate.Id);
            json.WriteNumber("score"u8, answer.Scores[i]);
            json.WritePropertyName("reason"u8);
            ReasonWriter.Write(json, input, candidate);
            if (input.Explain)
                WriteContributions(json, input, candidate, place, answer.Scores[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContributions(Utf8JsonWriter json, PlacementInput input, in RankedCandidate candidate, int place, float score)
    {
        json.WriteStartArray("contributions"u8);
        if (input.Placement.Kind == PlacementKind.Rank)
        {
            var given = RankFusion.Part(place + 1);
            WriteContribution(json, "given-order"u8, given);
            if (score > given)
                WriteContribution(json, ReasonWriter.SourceOf(candidate.Source), score - given);
        }
        else if (candidate.Source != CandidateSource.None)
        {
            WriteContribution(json, ReasonWriter.SourceOf(candidate.Source), candidate.Score);
        }

        json.WriteEndArray();
    }

    private static void WriteContribution(Utf8JsonWriter json, ReadOnlySpan<byte> source, float score)
    {
        json.WriteStartObject();
        json.WriteString("source"u8, source);
        json.WriteNumber("score"u8, score);
        json.WriteEndObject();
    }

    private static void WriteWhyEmpty(Utf8JsonWriter json, Degradation degraded)
    {
        json.WriteStartObject("reason"u8);
        if ((degraded & Degradation.UnknownPlacement) != 0)
        {
            json.WriteString("code"u8, "unknown-placement"u8);
            json.WriteString("text"u8, "No placement of this name is in the plan."u8);
        }
        else
        {
            json.WriteString("code"u8, "placement-kind-not-available"u8);
            json.WriteString("text"u8, "Placements that choose offers or evaluate flags are not answered by this version."u8);
        }

        json.WriteEndObject();
    }

    private void WriteSuppressed(Utf8JsonWriter json, PlacementInput input, PlacementAnswer answer)
    {
        json.WriteStartArray("suppressed"u8);
        for (var i = 0; i < answer.CandidateCount; i++)
        {
            if (answer.Verdicts[i] < PlacementAnswer.FirstGuard)
                continue;
            json.WriteStartObject();
            json.WriteString("id"u8, input.Candidates[i].Id);
            json.WriteString("guard"u8, guards.Code(answer.Verdicts[i] - PlacementAnswer.FirstGuard));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
