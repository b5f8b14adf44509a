using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Audit;

/// <summary>How endpoints of every stage write the audit log.</summary>
public static class AuditEndpoints
{
    /// <summary>Writes an entry in the name of whoever sent a request, and waits until it is on disk.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    /// <param name="action">What: noun and verb, such as <c>items.put</c>.</param>
    /// <param name="target">To which thing; see <see cref="AuditTarget"/>.</param>
    /// <param name="before">How it was: JSON without personal data, or null.</param>
    /// <param name="after">How it is now: JSON without personal data, or null.</param>
    /// <exception cref="AuditUnwritableException">It could not be written.</exception>
    public static ValueTask<long> Audit(this HttpContext context, string action, string target, string? before = null, string? after = null) =>
        context.RequestServices.GetRequiredService<IAuditLog>()
            .Append(new AuditChange(Access.AccessEndpoints.Workspace(context).Id, context.Actor(), action, target) { Before = before, After = after });

    /// <summary>Who sent a request.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    public static AuditActor Actor(this HttpContext context) =>
        new(AuditActorKind.Key, "", Access.AccessEndpoints.Workspace(context).Name) { Address = context.Connection.RemoteIpAddress?.ToString() };
}
