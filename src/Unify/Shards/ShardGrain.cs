using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;
using Kairos.Unify.People;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Configuration;

namespace Kairos.Unify.Shards;

/// <summary>The one owner of a partition's people. Its key is the partition's number.</summary>
[Alias("kairos.shard")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that the shard is there and follows its partition.</summary>
    [Alias("start")]
    Task Start();

    /// <summary>What is known under one identifier, as of all that was in the partition when the call arrived.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="key">The identifier.</param>
    /// <param name="device">Whose session is the current one; zero for the latest of any.</param>
    /// <param name="users">When it is a device: users whose doings on it are wanted. Null when a whole person will do, if nothing is linked.</param>
    [Alias("node")]
    ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users);

    /// <summary>Whether the journal still has all that came by an identifier, so that it can be divided at a time, and who did something on it.</summary>
    /// <param name="workspace">Number of the workspace.</param>
    /// <param name="key">The identifier.</param>
    /// <param name="subject">Itself, or a user of it whose doings are meant.</param>
    /// <param name="users">When it is itself a device: users whose doings on it are meant too.</param>
    [Alias("division")]
    ValueTask<DivisionReading> ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users);

    /// <summary>A hash of everybody in the partition as of all that was in it when the call arrived.</summary>
    /// <returns>The journal position it stands for, and 128 bits.</returns>
    [Alias("hash")]
    ValueTask<ShardHash> Hash();

    /// <summary>Applies all that is in the partition when the call arrives, and ends once it is stored.</summary>
    [Alias("settle"), AlwaysInterleave]
    Task Settle();

    /// <summary>Applies what is left, stores everything and follows no more.</summary>
    [Alias("stop")]
    Task Stop();
}

/// <summary>What a shard knows, as a hash.</summary>
/// <param name="Position">The next journal position it would apply.</param>
/// <param name="High">High half.</param>
/// <param name="Low">Low half.</param>
[GenerateSerializer, Immutable, Alias("kairos.shard-hash")]
public readonly record struct ShardHash([property: Id(0)] long Position, [property: Id(1)] ulong High, [property: Id(2)] ulong Low);

/// <summary>Follows a partition into a <see cref="Shard"/>: all the thinking is there, this only takes turns.</summary>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class ShardGrain(IJournal journal, IPeopleStore store, IWorkspaces workspaces, ShardSettings settings,
    CheckpointWriter checkpoints, ShardHealth health, UnifyMeter meter, TimeProvider clock, ILogger<ShardGrain> log) : Grain, IShardGrain, IDisposable
{
    private const int StatesPerTurn = 64;
    private readonly CancellationTokenSource _stopping = new();
    private Shard _shard = null!;
    private IJournalCursor _cursor = null!;
    private Task _following = Task.CompletedTask;
    private Task _saving = Task.CompletedTask;
    private bool _fallen;
    private bool _behind = true;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var partition = (int)this.GetPrimaryKeyLong();
        // Reads message ids and names of all people stored: not on the grain's turn.
        _shard = await Task.Run(() => new Shard(partition, journal.Partitions, store, workspaces.ById, journal.OfKey, settings), cancellationToken);
        _cursor = journal.Open(partition, _shard.Next);
        health.NoteStored(partition, _shard.Next);
        this.RegisterGrainTimer(static (grain, _) => grain.CheckpointOnTime(), this, new GrainTimerCreationOptions
        {
            DueTime = settings.Shards.CheckpointEvery * (1 + (partition / (double)journal.Partitions)), // One shard after the other, not all at once.
            Period = settings.Shards.CheckpointEvery,
            Interleave = true,
        });
        _following = Follow();
    }

    public Task Start() => Task.CompletedTask; // Being called is what activates it.

    public ValueTask<NodeReading> ReadNode(uint workspace, PersonKey key, ulong device, PersonKey[]? users)
    {
        Drain(journal.End(_shard.Partition), int.MaxValue);
        return new(_shard.ReadNode(workspace, key, device, users, clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    public ValueTask<DivisionReading> ReadDivision(uint workspace, PersonKey key, PersonKey subject, PersonKey[] users)
    {
        Drain(journal.End(_shard.Partition), int.MaxValue);
        return new(_shard.ReadDivision(workspace, key, subject, users));
    }

    public ValueTask<ShardHash> Hash()
    {
        Drain(journal.End(_shard.Partition), int.MaxValue);
        var (high, low) = _shard.StateHash();
        return new(new ShardHash(_shard.Next, high, low));
    }

    public async Task Settle()
    {
        Drain(journal.End(_shard.Partition), int.MaxValue);
        while (_shard.IsSaving)
        {
            if (_saving.IsCompleted)
                throw new OperationCanceledException("The shard stops.");
            await _saving;
        }

        if (_fallen)
            throw new OperationCanceledException("The shard has stepped down.");
        if (!_shard.HasNews)
            return;
        _saving = Save();
        await _saving;
        if (_shard.IsSaving || _fallen)
            throw new OperationCanceledException("The shard could not be stored.");
    }

    public async Task Stop()
    {
        await _stopping.CancelAsync();
        await _following;
        await _saving;
        if (_fallen || _shard.IsSaving || !_shard.HasNews)
            return; // What could not be stored is applied again from the journal.
        var checkpoint = _shard.BeginCheckpoint();
        if (await checkpoints.Write(checkpoint))
            _shard.EndCheckpoint();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_shard is not null)
            await Stop();
    }

    public void Dispose()
    {
        _cursor?.Dispose();
        _stopping.Dispose();
    }

    // Slice by slice; between slices waiting reads take their turn.
    private async Task Follow()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var atEnd = Drain(long.MaxValue, settings.Shards.SliceRecordsMax);
                _behind &= !atEnd; // Once at the end, it has caught up for good.
                health.Note(_shard, atEnd);
                if (_shard.IsCheckpointDue)
                    _saving = Save();
                if (_shard.IsFull)
                    await _saving;
                else if (atEnd)
                    await _cursor.WaitAndGather(_stopping.Token); // A read meanwhile takes in by itself all that it needs.
                else
                    await Task.Yield();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop, or the journal has closed.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Shard {Partition} cannot go on at position {Position} and starts again from its last checkpoint.", _shard.Partition, _shard.Next);
            StepDown();
        }
    }

    private bool Drain(long end, int recordsMax)
    {
        var (before, cold, large, leftOut) = (_shard.Tally, _shard.ColdReads, _shard.LargeIdentities, _shard.LeftOut);
        var atEnd = false;
        while (recordsMax > 0 && _shard.Next < end)
        {
            if (!_cursor.TryRead(out var run))
            {
                atEnd = true;
                break;
            }

            _shard.Apply(run);
            recordsMax -= run.Count;
        }

        meter.Slice(before, _shard.Tally, _shard.ColdReads - cold, _shard.LargeIdentities - large, _shard.LeftOut - leftOut);
        return atEnd;
    }

    // Not while catching up: the same people would be stored again and again. Those due by count go on.
    private Task CheckpointOnTime()
    {
        if (!_behind && !_shard.IsSaving && _shard.HasNews && !_stopping.IsCancellationRequested)
            _saving = Save();
        return Task.CompletedTask;
    }

    // Tries again while the disk refuses: the journal keeps what is not stored yet.
    private async Task Save()
    {
        var checkpoint = _shard.StartCheckpoint();
        while (!_shard.WriteStates(StatesPerTurn))
            await Task.Yield(); // Reads take their turn in between.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await checkpoints.Write(checkpoint))
                {
                    _shard.EndCheckpoint();
                    health.NoteStored(checkpoint.Partition, checkpoint.Position);
                }
                else
                {
                    log.LogWarning("Shard {Partition} was taken over by another server and steps down.", _shard.Partition);
                    StepDown();
                }

                return;
            }
            catch (Exception fault)
            {
                log.LogError(fault, "A checkpoint of shard {Partition} could not be stored (attempt {Attempt}).", _shard.Partition, attempt);
                if (_stopping.IsCancellationRequested)
                    return;
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 10)), clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void StepDown()
    {
        _fallen = true;
        health.Fell(_shard.Partition);
        DeactivateOnIdle();
    }
}
