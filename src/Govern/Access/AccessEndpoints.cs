using Kairos.Govern.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Access;

/// <summary>Guards endpoints of every stage by key, and hands them the workspace that the key opened.</summary>
public static class AccessEndpoints
{
    /// <summary>The request has no key, or one that opens nothing here.</summary>
    public static ProblemKind UnknownKey { get; } = new(
        "unknown-key", 401, "No such key",
        "Send the key as \"Authorization: Bearer KEY\", or by Basic auth as the user name. Capture and decide take a write key; everything else takes a secret key of the same workspace.");

    /// <summary>Lets only requests with a secret key in; others get 401 before their body is read.</summary>
    /// <typeparam name="T">An endpoint or a group of them.</typeparam>
    /// <param name="endpoints">The endpoint or group.</param>
    public static T RequireSecretKey<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.Guarded(static (guard, header) => guard.Secret(header));

    /// <summary>Lets only requests with a write key or a secret key in; others get 401 before their body is read.</summary>
    /// <typeparam name="T">An endpoint or a group of them.</typeparam>
    /// <param name="endpoints">The endpoint or group.</param>
    public static T RequireWriteKey<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.Guarded(static (guard, header) => guard.WriteOrSecret(header));

    /// <summary>The workspace that the request's key opened.</summary>
    /// <param name="context">A request to a guarded endpoint.</param>
    /// <exception cref="InvalidOperationException">The endpoint is not guarded.</exception>
    public static Workspace Workspace(this HttpContext context) =>
        context.Features.Get<Workspace>() ?? throw new InvalidOperationException("This endpoint has no key guard: add RequireSecretKey() or RequireWriteKey().");

    private static T Guarded<T>(this T endpoints, Func<SecretKeyGuard, string?, Workspace?> open)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate ?? throw new InvalidOperationException($"{endpoint.DisplayName} handles no requests.");
            endpoint.RequestDelegate = context =>
            {
                var workspace = open(context.RequestServices.GetRequiredService<SecretKeyGuard>(), context.Request.Headers.Authorization);
                if (workspace is null)
                {
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return context.WriteProblem(UnknownKey);
                }

                context.Features.Set(workspace);
                return next(context);
            };
        });
        return endpoints;
    }
}
