using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>Takes parsed events in: checks, normalizes and makes them durable. The one way in for every source.</summary>
public interface IIntake
{
    /// <summary>
    /// Takes the events of one body. Those refused say why in <see cref="EventDraft.Refusal"/> and go into quarantine; all others are on
    /// disk when this answers with <see cref="Refusal.None"/>. With any other answer nothing was kept, and the whole body may be sent again.
    /// </summary>
    /// <param name="workspace">Whose events they are.</param>
    /// <param name="drafts">A parsed body that was not refused as a whole. Stays the caller's.</param>
    /// <param name="origin">Where it came from.</param>
    ValueTask<IntakeOutcome> Take(Workspace workspace, DraftBatch drafts, Origin origin);

    /// <summary>Counts a body that was refused as a whole, and puts it into quarantine when its workspace is known.</summary>
    /// <param name="workspace">Whose key it bore, or null.</param>
    /// <param name="drafts">The body, as far as it was read.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="detail">More about it, or null.</param>
    /// <param name="origin">Where it came from.</param>
    void Refuse(Workspace? workspace, DraftBatch drafts, Refusal refusal, string? detail, Origin origin);
}

/// <summary>What became of one body.</summary>
/// <param name="Refusal"><see cref="Refusal.None"/>, or why nothing was kept: over budget, overloaded or unwritable.</param>
/// <param name="RetryAfterSeconds">When to send it again, if it was refused.</param>
/// <param name="Accepted">Events that are on disk, those that were there before for another identifier included.</param>
/// <param name="Refused">Events refused one by one.</param>
/// <param name="Withheld">Events that nobody consented to keep.</param>
public readonly record struct IntakeOutcome(Refusal Refusal, int RetryAfterSeconds, int Accepted, int Refused, int Withheld);
