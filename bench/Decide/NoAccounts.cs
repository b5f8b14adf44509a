using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Accounts;
using Kairos.Unify.People;

namespace Kairos.Bench.Decide;

/// <summary>Nobody belongs to any account.</summary>
public sealed class NoAccounts : IAccounts
{
    /// <inheritdoc/>
    public ValueTask<AccountSnapshot?> Read(WorkspaceId workspace, PersonKey account, string purpose, CancellationToken cancel = default) => new((AccountSnapshot?)null);

    /// <inheritdoc/>
    public ValueTask<PersonKey> AccountOf(PersonSnapshot person) => default;
}
