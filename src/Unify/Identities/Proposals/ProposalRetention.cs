using Kairos.Govern.Retention;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>Lets go of proposals that no run has found for long. What was said of them is kept with the links.</summary>
/// <param name="store">The proposals.</param>
/// <param name="options">How long they are kept.</param>
internal sealed class ProposalRetention(ProposalStore store, IOptions<LinkageRunOptions> options) : IRetentionRule
{
    /// <inheritdoc/>
    public string Data => "proposals";

    /// <inheritdoc/>
    public TimeSpan KeptFor => TimeSpan.FromDays(options.Value.ProposalDays);

    /// <inheritdoc/>
    public string Unit => "proposals";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel) =>
        await Task.Run(() => store.ForgetBefore((now - KeptFor).ToUnixTimeMilliseconds()), cancel);
}
