using System.Collections.Concurrent;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Logging;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Runs record linkage, one run at a time, on a thread of its own and of low priority: no request waits for it.</summary>
/// <param name="work">What a run does.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Told of runs that fail.</param>
internal sealed class LinkageRuns(LinkageWork work, TimeProvider clock, ILogger<LinkageRuns> log) : IDisposable
{
    private readonly ConcurrentDictionary<WorkspaceId, LinkageRun> _latest = new();
    private readonly Lock _one = new();
    private CancellationTokenSource? _cancel;
    private Task _running = Task.CompletedTask;
    private bool _closed;

    /// <summary>The latest run of a workspace since the server started, or null.</summary>
    public LinkageRun? Latest(WorkspaceId workspace) => _latest.GetValueOrDefault(workspace);

    /// <summary>Begins a run, unless there is one.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <returns>False when a run is under way, of whichever workspace.</returns>
    public bool TryStart(Workspace workspace)
    {
        lock (_one)
        {
            if (_closed || !_running.IsCompleted)
                return false;
            _cancel?.Dispose();
            _cancel = new CancellationTokenSource();
            var (run, cancel, done) = (new LinkageRun(workspace.Id, clock.GetUtcNow().ToUnixTimeMilliseconds()), _cancel.Token, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _latest[workspace.Id] = run;
            _running = done.Task;
            new Thread(() => Run(run, workspace, done, cancel)) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "record linkage" }.Start();
            return true;
        }
    }

    /// <summary>Ends the run under way, of whichever workspace, and waits until it has ended.</summary>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task Cancel(CancellationToken cancel = default)
    {
        Task running;
        lock (_one)
        {
            _cancel?.Cancel();
            running = _running;
        }

        await running.WaitAsync(cancel);
    }

    /// <summary>Ends the run under way, and begins no more.</summary>
    /// <param name="cancel">Gives up waiting.</param>
    public Task Close(CancellationToken cancel)
    {
        lock (_one)
            _closed = true;
        return Cancel(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _cancel?.Dispose();

    private void Run(LinkageRun run, Workspace workspace, TaskCompletionSource done, CancellationToken cancel)
    {
        var state = "failed";
        try
        {
            work.Do(run, workspace, cancel);
            state = "done";
        }
        catch (OperationCanceledException)
        {
            state = "cancelled";
        }
        catch (Exception fault)
        {
            log.LogError(fault, "A run of record linkage failed at {Percent} %.", run.Progress.Percent);
        }

        run.Note(progress => progress with { State = state, Percent = state == "done" ? 100 : progress.Percent, FinishedAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        done.SetResult();
    }
}
