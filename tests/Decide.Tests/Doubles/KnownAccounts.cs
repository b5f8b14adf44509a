using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;

namespace Kairos.Decide.Tests.Doubles;

/// <summary>One account, that everybody belongs to once it is put, and that can be slow or out of reach.</summary>
public sealed class KnownAccounts : IAccounts
{
    public AccountSnapshot? Account { get; set; }

    /// <summary>When set, a read ends with it.</summary>
    public TaskCompletionSource<AccountSnapshot?>? Stuck { get; set; }

    public Exception? Failure { get; set; }

    public List<string> Reads { get; } = [];

    public async ValueTask<AccountSnapshot?> Read(WorkspaceId workspace, PersonKey account, string purpose, CancellationToken cancel = default)
    {
        Reads.Add(purpose);
        if (Failure is not null)
            throw Failure;
        return Stuck is not null ? await Stuck.Task.WaitAsync(cancel) : Account! with { Purpose = purpose };
    }

    public ValueTask<PersonKey> AccountOf(PersonSnapshot person) => new(Account?.Key ?? default);
}
