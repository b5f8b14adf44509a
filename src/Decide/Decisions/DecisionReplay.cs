using System.Buffers;
using System.Text;
using System.Text.Json;
using Kairos.Decide.Placements;
using Kairos.Decide.Ranking;
using Kairos.Learn.Models;

namespace Kairos.Decide.Decisions;

/// <summary>Decides once more from a record: the same pure function on the same input must give the same bytes.</summary>
/// <param name="ranker">The function.</param>
/// <param name="writer">Writes answers.</param>
public sealed class DecisionReplay(Ranker ranker, AnswerWriter writer)
{
    /// <summary>What came of a replay.</summary>
    /// <param name="Recorded">The answer in the record.</param>
    /// <param name="Replayed">The answer now.</param>
    public sealed record Outcome(string Recorded, string Replayed)
    {
        /// <summary>Whether both are the same, byte for byte.</summary>
        public bool Same => string.Equals(Recorded, Replayed, StringComparison.Ordinal);
    }

    /// <summary>Replays a record.</summary>
    /// <param name="record">The record, UTF-8 JSON.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="InvalidDataException">Not a record, or of a version this program does not know.</exception>
    public Outcome Replay(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        if (!root.TryGetProperty("v", out var version) || version.GetInt32() != 1)
            throw new InvalidDataException("Not a decision record of version 1.");

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, AnswerWriter.Format))
        {
            json.WriteStartArray();
            foreach (var placement in root.GetProperty("placements").EnumerateArray())
            {
                var (input, answer) = (Read(placement), new PlacementAnswer());
                ranker.Answer(input, answer);
                writer.Write(json, input, answer);
            }

            json.WriteEndArray();
        }

        return new Outcome(root.GetProperty("answer").GetRawText(), Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static PlacementInput Read(JsonElement from)
    {
        var input = new PlacementInput
        {
            Id = from.GetProperty("id").GetString()!,
            Limit = from.GetProperty("limit").GetInt32(),
            Rung = (Rung)from.GetProperty("rung").GetInt32(),
            Degraded = (Degradation)from.GetProperty("degraded").GetInt32(),
            Explain = from.GetProperty("explain").GetBoolean(),
            Category = from.TryGetProperty("category", out var category) ? category.GetString() : null,
        };
        input.Placement = PlacementBits.Read(input.Id, (PlacementKind)from.GetProperty("kind").GetInt32(), from.GetProperty("options").GetInt32());
        var because = from.GetProperty("because");
        for (var i = 0; i + 1 < because.GetArrayLength(); i += 2)
            input.AddBecause(new PlacementInput.Spokesman(because[i].GetString()!, because[i + 1].GetString()!));
        foreach (var candidate in from.GetProperty("candidates").EnumerateArray())
        {
            input.Add(new RankedCandidate
            {
                Id = candidate[0].GetString(),
                Score = candidate[1].GetSingle(),
                Source = (CandidateSource)candidate[2].GetByte(),
                Because = candidate[3].GetInt16(),
                Facts = (CandidateFacts)candidate[4].GetUInt16(),
            });
        }

        return input;
    }
}
