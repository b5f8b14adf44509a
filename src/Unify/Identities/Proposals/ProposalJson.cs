using System.Text.Json;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Writes proposals and runs for people to read.</summary>
internal static class ProposalJson
{
    public static void Write(Utf8JsonWriter json, ProposalReading.Standing standing, Workspace workspace, PeopleOptions options)
    {
        var proposal = standing.Proposal;
        json.WriteStartObject();
        json.WriteString("id", proposal.Id);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(standing.State.ToString()));
        json.WriteNumber("confidence", proposal.Confidence / (double)LinkLikelihood.Whole);
        json.WriteString("source", JsonNamingPolicy.CamelCase.ConvertName(proposal.Source.ToString()));
        json.WriteString("foundAt", DateTimeOffset.FromUnixTimeMilliseconds(proposal.FoundAtMs));
        json.WriteStartArray("people");
        foreach (var (end, tree) in ((End, IdentityTree)[])[(proposal.A, standing.A), (proposal.B, standing.B)])
        {
            json.WriteStartObject();
            new IdentityJson(workspace, tree, options).Name(json, end.Kind, end.Key);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("reasons");
        foreach (var reason in proposal.Reasons.OrderByDescending(static reason => Math.Abs(reason.Bits)))
        {
            json.WriteStartObject();
            json.WriteString("field", reason.Field);
            json.WriteString("level", reason.Level);
            json.WriteNumber("bits", Math.Round(reason.Bits, 2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, LinkageRun? run)
    {
        json.WriteStartObject();
        json.WriteString("state", run?.Progress.State ?? "none");
        if (run is not null)
        {
            var progress = run.Progress;
            json.WriteString("step", progress.Step);
            json.WriteNumber("percent", progress.Percent);
            json.WriteString("startedAt", DateTimeOffset.FromUnixTimeMilliseconds(run.StartedAtMs));
            if (progress.FinishedAtMs > 0)
                json.WriteString("finishedAt", DateTimeOffset.FromUnixTimeMilliseconds(progress.FinishedAtMs));
            json.WriteNumber("records", progress.Records);
            json.WriteNumber("leftOut", progress.LeftOut);
            json.WriteNumber("pairsCompared", progress.Pairs);
            json.WriteNumber("proposals", progress.Proposals);
            json.WriteNumber("linked", progress.Linked);
            json.WriteNumber("withdrawn", progress.Withdrawn);
        }

        json.WriteEndObject();
    }
}
