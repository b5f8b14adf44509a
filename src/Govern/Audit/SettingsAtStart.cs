using System.Text.Json;
using Kairos.Govern.Purposes;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Govern.Audit;

/// <summary>Writes an entry at a start whose settings let data be used, or be kept, otherwise than those before: they are changed in files, by people whom no endpoint sees.</summary>
/// <param name="audit">The log.</param>
/// <param name="policies">What data may be used for.</param>
/// <param name="rules">How long it is kept.</param>
/// <param name="logger">Told when the log cannot be written.</param>
internal sealed partial class SettingsAtStart(SqliteAuditLog audit, PurposePolicies policies, IEnumerable<IRetentionRule> rules, ILogger<SettingsAtStart> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Tell("settings.purposes", AuditValue.Of(Purposes));
            await Tell("settings.retention", AuditValue.Of(Retention));
        }
        catch (AuditUnwritableException error)
        {
            NotTold(logger, error); // A disk that is full must not keep decisions from being answered. The next start tells it.
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Tell(string action, string now)
    {
        var before = audit.Latest(action)?.Change.After;
        if (before != now)
            await audit.Append(new AuditChange(WorkspaceId.First, AuditActor.Of("start"), action, "settings") { Before = before, After = now });
    }

    private void Retention(Utf8JsonWriter json)
    {
        foreach (var rule in rules.OrderBy(static rule => rule.Data, StringComparer.Ordinal))
            json.WriteString(rule.Data, rule.KeptFor == IRetentionRule.ForEver ? "for ever" : rule.KeptFor.ToString());
    }

    private void Purposes(Utf8JsonWriter json)
    {
        json.WriteString("standard", policies.Standard.Name);
        json.WriteString("unknownRegion", policies.For(default).Name);
        foreach (var purpose in policies.Standard.All)
        {
            var covers = string.Join(' ', Enum.GetValues<CoveredKind>().Select(kind => string.Join(',', purpose.Covers.Of(kind))));
            json.WriteString(purpose.Name, $"{purpose.Index} {purpose.Basis} {purpose.WhenRefused} {(purpose.RefusedByGpc ? "gpc" : "")} {covers}".TrimEnd());
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The audit log cannot be written: settings that may have changed are not told of.")]
    private static partial void NotTold(ILogger logger, Exception error);
}
