using Kairos.Capture.Intake;
using Kairos.Capture.Parsing;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Imports;

/// <summary>Checks batches as a server with standard limits does, and keeps nothing. What a server's own settings, schemas and consent say is not known here.</summary>
internal sealed class DrySink : IImportSink
{
    private static readonly ParsingOptions Parsing = new();
    private static readonly IntakeOptions Intake = new();
    private readonly BlockedIdentifiers _blocked = new(Options.Create(new IdentifierOptions()));

    public Task<SinkAnswer> Take(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var drafts = DraftBatch.Rent();
        try
        {
            drafts.Append(body.Span);
            var refusal = drafts.Parse(Parsing, null);
            if (refusal != Refusal.None)
            {
                var outcome = refusal is Refusal.BodyTooLarge or Refusal.TooManyEvents ? SinkOutcome.TooLarge : SinkOutcome.Refused;
                return Task.FromResult(new SinkAnswer(outcome, drafts.Detail ?? refusal.Meaning()));
            }

            var rejected = new List<(int, string, string)>();
            for (var i = 0; i < drafts.Count; i++)
            {
                _blocked.Clean(drafts, drafts[i]);
                AdmissionRules.Check(drafts, drafts[i], Intake);
                if (drafts[i].Refusal != Refusal.None)
                    rejected.Add((drafts[i].Index, drafts[i].Refusal.Code(), drafts[i].Detail ?? drafts[i].Refusal.Meaning()));
            }

            return Task.FromResult(new SinkAnswer(SinkOutcome.Taken) { Rejected = rejected });
        }
        finally
        {
            drafts.Return();
        }
    }
}
