using Kairos.Capture.Intake;
using Kairos.Decide.Ranking;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>Reads a person within what is left of a deadline: the only remote call of a decision. A read that does not end is left behind.</summary>
/// <param name="people">The people, sealed.</param>
/// <param name="refusals">Tells when a read begins.</param>
/// <param name="clock">The clock.</param>
public sealed class PersonReader(PurposeReading people, RefusalMemory refusals, TimeProvider clock)
{
    /// <summary>Finds and reads the person of a request.</summary>
    /// <param name="request">Names the person, or nobody.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancel">The caller has gone.</param>
    public async ValueTask<PersonRead> Read(DecisionRequest request, TimeSpan patience, CancellationToken cancel)
    {
        var visitor = default(VisitorKeys);
        var since = refusals.Now;
        try
        {
            visitor = people.Route(request.Workspace, request.AnonymousId, request.UserId);
            if (visitor.IsNone)
                return default;

            var read = people.Read(request.Workspace.Id, visitor, CancellationToken.None); // One left behind is a few calls of shards; waiting without a token is cheaper.
            if (read.IsCompletedSuccessfully)
                return new PersonRead(visitor, read.Result, Degradation.None, since);

            var reading = read.AsTask();
            Task waiting = reading.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, cancel);
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (reading.IsCompleted)
                return new PersonRead(visitor, await reading, Degradation.None, since);

            // Whatever becomes of it now is nobody's concern, but an unobserved failure would be.
            _ = reading.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            cancel.ThrowIfCancellationRequested();
            return new PersonRead(visitor, default, Degradation.ContextLate, since);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return new PersonRead(visitor, default, Degradation.ContextFailed, since);
        }
    }
}
