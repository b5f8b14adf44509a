using System.Diagnostics;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;
using Kairos.Unify.Shards;

namespace Kairos.Bench.Shards;

/// <summary>An account of a thousand people, each a user of two devices with seven clicks, read whole and looked at by decisions.</summary>
internal static class AccountRun
{
    private const int People = 1_000;

    /// <param name="ReadP50Ms">Reading and adding up all of its people, median, ms.</param>
    /// <param name="ReadMaxMs">The same, slowest of a hundred, ms.</param>
    /// <param name="LookP50Us">A look of a decision at what was read, median, µs.</param>
    public readonly record struct Result(double ReadP50Ms, double ReadMaxMs, double LookP50Us);

    public static async Task<Result> Run(IJournal journal, IPeople people, Func<int, IShardGrain> shards, PurposePolicies policies, Workspace workspace)
    {
        var account = PersonKey.Of(workspace, KeyDomain.Group, "bench"u8);
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var batch = JournalBatch.Rent();
        for (var i = 0; i < People; i++)
        {
            var user = PersonKey.Of(workspace, KeyDomain.UserId, Encoding.UTF8.GetBytes($"user-{i}")); // As merges made them.
            LinkRecord.Write(batch, journal.Partitions, workspace.Id.Value, user, new LinkMention(KeyDomain.UserId, account, KeyDomain.Group, LinkStatement.Said, LinkRole.LeadsToOther), nowMs + i, nowMs);
            LinkRecord.Write(batch, journal.Partitions, workspace.Id.Value, account, new LinkMention(KeyDomain.Group, user, KeyDomain.UserId, LinkStatement.Said, LinkRole.OtherLeadsHere), nowMs + i, nowMs,
                """{"role":"user"}"""u8);
        }

        await journal.Append(batch);
        batch.Return();
        var options = new AccountOptions { PeopleMax = People, CachedFor = TimeSpan.FromMinutes(10) };
        var reader = new AccountReader(people, policies, options, new PeopleOptions(), TimeProvider.System);
        var reads = new double[100];
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < reads.Length; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                var read = await reader.Read(workspace.Id, account, "personalization");
                reads[i] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
                if (read!.Sum.People != People)
                    throw new InvalidOperationException($"The account should have {People} people, and has {read.Sum.People}.");
            }
        }

        var cached = new CachedAccounts(reader, journal.Partitions, shards, options, TimeProvider.System);
        var looks = new double[20_000];
        for (var i = 0; i < looks.Length; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            _ = await cached.Read(workspace.Id, account, "personalization");
            looks[i] = Stopwatch.GetElapsedTime(asked).TotalMicroseconds;
        }

        Array.Sort(reads);
        Array.Sort(looks);
        return new Result(reads[reads.Length / 2], reads[^1], looks[looks.Length / 2]);
    }
}
