using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.People;

namespace Kairos.Unify.Accounts;

/// <summary>What accounts amount to, for whoever decides: rules, features. Each look names its purpose; people who do not allow it are in nothing that it shows.</summary>
public interface IAccounts
{
    /// <summary>Reads an account, at most <c>Unify:Accounts:CachedFor</c> old. Whoever withdrew consent or was erased before the call is not in it.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="account">Key of its id.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="cancel">Gives up waiting; the reading goes on for others.</param>
    /// <returns>Null when nobody ever belonged to it.</returns>
    ValueTask<AccountSnapshot?> Read(WorkspaceId workspace, PersonKey account, string purpose, CancellationToken cancel = default);

    /// <summary>The account that somebody belongs to; none when to no account. See <see cref="AccountReader.AccountOf"/>.</summary>
    /// <param name="person">Who.</param>
    ValueTask<PersonKey> AccountOf(PersonSnapshot person);
}
