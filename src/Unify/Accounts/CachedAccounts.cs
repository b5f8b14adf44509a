using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Unify.Accounts;

/// <summary>Keeps what was read of accounts for a few seconds: a decision must not read two hundred people.</summary>
/// <remarks>
/// What a shard says of consent is asked before an account is read and at each look afterwards; if anybody's counts for less anywhere since, the
/// account is read again. So an opt-out that was acknowledged before a look is never in what it shows, whichever server took it.
/// </remarks>
internal sealed class CachedAccounts(AccountReader reader, int partitions, Func<int, IShardGrain> shards, AccountOptions options, TimeProvider clock) : IAccounts
{
    private readonly IShardGrain[] _shards = [.. Enumerable.Range(0, partitions).Select(shards)];
    private readonly Lock _gate = new();
    private readonly Dictionary<(WorkspaceId Workspace, PersonKey Account, string Purpose), Entry> _kept = [];

    private sealed record Entry(long[] Versions, long ReadAt, Lazy<Task<AccountSnapshot?>> Reading);

    /// <inheritdoc/>
    public async ValueTask<AccountSnapshot?> Read(WorkspaceId workspace, PersonKey account, string purpose, CancellationToken cancel = default)
    {
        var versions = await Task.WhenAll(Array.ConvertAll(_shards, static shard => shard.ConsentVersion().AsTask())).WaitAsync(cancel);
        var key = (workspace, account, purpose);
        Entry entry;
        lock (_gate)
        {
            if (!_kept.TryGetValue(key, out entry!) || clock.GetElapsedTime(entry.ReadAt) >= options.CachedFor || !entry.Versions.AsSpan().SequenceEqual(versions))
            {
                if (_kept.Count >= options.CachedMax && !_kept.ContainsKey(key))
                    LetGo();
                _kept[key] = entry = new Entry(versions, clock.GetTimestamp(), new Lazy<Task<AccountSnapshot?>>(() => Sum(workspace, account, purpose)));
            }
        }

        try
        {
            return await entry.Reading.Value.WaitAsync(cancel);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            lock (_gate)
            {
                if (_kept.TryGetValue(key, out var kept) && kept == entry)
                    _kept.Remove(key);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<PersonKey> AccountOf(PersonSnapshot person) => reader.AccountOf(person);

    private async Task<AccountSnapshot?> Sum(WorkspaceId workspace, PersonKey account, string purpose) => (await reader.Read(workspace, account, purpose, CancellationToken.None))?.Sum;

    // The older half, so that this is seldom.
    private void LetGo()
    {
        foreach (var (key, _) in _kept.OrderBy(static pair => pair.Value.ReadAt).Take((_kept.Count / 2) + 1).ToList())
            _kept.Remove(key);
    }
}
