using Kairos.Capture.Events;
using Kairos.Decide.Ranking;
using Kairos.Unify.People;

namespace Kairos.Decide.Decisions;

/// <summary>Reads a person within what is left of a deadline: the only remote call of a decision. A read that does not end is left behind.</summary>
/// <param name="people">The people.</param>
/// <param name="clock">The clock.</param>
public sealed class PersonReader(IPeople people, TimeProvider clock)
{
    /// <summary>Finds and reads the person of a request.</summary>
    /// <param name="request">Names the person, or nobody.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancel">The caller has gone.</param>
    public async ValueTask<PersonRead> Read(DecisionRequest request, TimeSpan patience, CancellationToken cancel)
    {
        var (person, device) = (PersonKey.None, 0UL);
        try
        {
            (person, device) = people.Route(request.Workspace, request.AnonymousId, request.UserId);
            if (person.IsNone)
                return default;

            var read = people.Read(request.Workspace.Id, person, device, CancellationToken.None); // Cancelling would not spare the shard; waiting without a token is cheaper.
            if (read.IsCompletedSuccessfully)
                return new PersonRead(person, device, read.Result, Degradation.None);

            var reading = read.AsTask();
            Task waiting = reading.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, cancel);
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (reading.IsCompleted)
                return new PersonRead(person, device, await reading, Degradation.None);

            // Whatever becomes of it now is nobody's concern, but an unobserved failure would be.
            _ = reading.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            cancel.ThrowIfCancellationRequested();
            return new PersonRead(person, device, null, Degradation.ContextLate);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return new PersonRead(person, device, null, Degradation.ContextFailed);
        }
    }
}
