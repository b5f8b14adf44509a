using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kairos.Govern.Erasure;

/// <summary>Erases people: marks them in the journal at once, then has every store forget them, pass by pass, in the background.</summary>
/// <remarks>
/// What is asked for is on file before the mark is, and stays there until all stores have answered: whatever is interrupted is begun again
/// at the next start, and each store does what is left. All that waits is done in one pass, since each writes whole files anew.
/// </remarks>
public sealed class Erasures : BackgroundService, IErasures
{
    private readonly ErasureFile _file;
    private readonly IErasureTargets _targets;
    private readonly IErasureMark _mark;
    private readonly IErasable[] _stores;
    private readonly ErasureOptions _options;
    private readonly TimeProvider _clock;
    private readonly ErasureMeter _meter;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile string? _step;
    private volatile string? _trouble;

    /// <summary>Makes the service; what was interrupted is taken up when the host starts.</summary>
    /// <param name="data">Where <c>erasures.db</c> lies.</param>
    /// <param name="targets">Finds all that a person is known by.</param>
    /// <param name="mark">Marks them in the journal.</param>
    /// <param name="stores">All that holds data of people.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="clock">Time.</param>
    /// <param name="meter">Counts.</param>
    /// <param name="log">Trouble.</param>
    public Erasures(DataFolder data, IErasureTargets targets, IErasureMark mark, IEnumerable<IErasable> stores, IOptions<ErasureOptions> options,
        TimeProvider clock, ErasureMeter meter, ILogger<Erasures> log)
    {
        (_file, _targets, _mark, _options, _clock, _meter, _log) = (new ErasureFile(data.At("erasures.db")), targets, mark, options.Value, clock, meter, log);
        _stores = [.. stores.OrderBy(static store => store.Phase)];
        foreach (var order in _file.Pending())
            _running[order.Id] = NewWait();
        if (!_running.IsEmpty)
            _asked.Writer.TryWrite(true);
        meter.Watch(() => _running.Count);
    }

    /// <inheritdoc/>
    public async ValueTask<ErasureBegin> Begin(Workspace workspace, string type, string id, Func<string, ValueTask>? recorded, CancellationToken cancel = default)
    {
        if (_running.Count >= _options.PendingMax)
            return new ErasureBegin.Overloaded();
        if (await _targets.KeysOf(workspace, type, id, cancel) is not { } target)
            return new ErasureBegin.UnknownType();
        var order = new ErasureOrder("er_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), target, _clock.GetUtcNow().ToUnixTimeMilliseconds());
        order.Count("people", target.Parts > 0 ? 1 : 0);
        if (recorded is not null)
            await recorded(order.Id);
        await Task.Run(() => _file.Add(order), CancellationToken.None);
        if (!await _mark.Mark(order, CancellationToken.None)) // From here on it is done, whoever still waits.
        {
            await Task.Run(() => _file.Drop(order), CancellationToken.None);
            return new ErasureBegin.Unwritable();
        }

        order.Marked = true;
        await Task.Run(() => _file.Update(order), CancellationToken.None);
        _running[order.Id] = NewWait();
        _asked.Writer.TryWrite(true);
        return new ErasureBegin.Begun(new ErasureReceipt(order.Id, workspace.Id.Value, order.RequestedAtMs, null, order.Removed));
    }

    /// <inheritdoc/>
    public ErasureReceipt? Find(WorkspaceId workspace, string id) => _file.Find(workspace.Value, id) is { } receipt ? WithStep(receipt) : null;

    /// <inheritdoc/>
    public IReadOnlyList<ErasureReceipt> Latest(WorkspaceId workspace, int max) => _file.Latest(workspace.Value, max).ConvertAll(WithStep);

    /// <inheritdoc/>
    public Task WhenDone(string id, CancellationToken cancel) => _running.TryGetValue(id, out var wait) ? wait.Task.WaitAsync(cancel) : Task.CompletedTask;

    /// <summary>
    /// Marks first what was asked for and not marked when the server ended: whatever is captured from now on is of somebody who came back, and a mark that comes
    /// later would take that too.
    /// </summary>
    /// <param name="cancellationToken">The start is given up.</param>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Mark(await Task.Run(_file.Pending, cancellationToken), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested) // The server must answer even so; the pass tries again.
        {
            _log.LogError(fault, "What was to be erased could not be marked at the start; it is tried again.");
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await foreach (var _ in _asked.Reader.ReadAllAsync(stoppingToken))
                await Passes(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is not done is taken up at the next start.
        }
    }

    private async Task Passes(CancellationToken cancel)
    {
        try
        {
            while (await Task.Run(Waiting, cancel) is { Count: > 0 } orders)
                await Pass(orders, cancel);
            _trouble = null;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested) // Whatever a store says: the erasure must go on.
        {
            _log.LogError(fault, "An erasure stopped at {Store}; it is tried again in {Delay}.", _step, _options.RetryAfter);
            _trouble = $"{_step}: {fault.GetType().Name}";
            _meter.Failed();
            await Task.Delay(_options.RetryAfter, _clock, cancel);
            _asked.Writer.TryWrite(true);
        }
    }

    // One that is just being begun is marked by whoever begins it.
    private List<ErasureOrder> Waiting() => [.. _file.Pending().Where(order => _running.ContainsKey(order.Id)).Take(_options.PassMax)];

    private async Task Pass(List<ErasureOrder> orders, CancellationToken cancel)
    {
        _step = "mark";
        await Mark(orders, cancel);
        foreach (var store in _stores)
        {
            _step = store.Store;
            await store.Erase(orders, cancel);
            orders.ForEach(_file.Update);
        }

        var now = _clock.GetUtcNow();
        _file.Complete(orders, now.ToUnixTimeMilliseconds(), (now - _options.ReceiptsKeptFor).ToUnixTimeMilliseconds());
        _step = null;
        foreach (var order in orders)
        {
            _meter.Done(TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - order.RequestedAtMs));
            if (_running.TryRemove(order.Id, out var wait))
                wait.TrySetResult();
        }

        _log.LogInformation("{Count} erasures are done.", orders.Count);
    }

    private async Task Mark(List<ErasureOrder> orders, CancellationToken cancel)
    {
        foreach (var order in orders.Where(static order => !order.Marked))
        {
            if (!await _mark.Mark(order, cancel))
                throw new IOException("The journal cannot be written.");
            order.Marked = true;
            _file.Update(order);
        }
    }

    private ErasureReceipt WithStep(ErasureReceipt receipt) => receipt.Status == ErasureStatus.Running ? receipt with { Step = _step, Trouble = _trouble } : receipt;

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
