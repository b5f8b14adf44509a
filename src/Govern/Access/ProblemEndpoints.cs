using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Govern.Access;

/// <summary>Writes refusals as <c>application/problem+json</c> (RFC 9457), and serves a page that explains each.</summary>
public static class ProblemEndpoints
{
    /// <summary>Answers a request with a problem: <c>type, title, status, detail</c> and further members.</summary>
    /// <param name="context">The request, not answered yet.</param>
    /// <param name="problem">Which.</param>
    /// <param name="detail">What is wrong with this very request; never holds a secret. Left out when null.</param>
    /// <param name="members">Writes further members into the object, if any.</param>
    public static async Task WriteProblem(this HttpContext context, ProblemKind problem, string? detail = null, Action<Utf8JsonWriter>? members = null)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("type", "/problems/" + problem.Code);
            json.WriteString("title", problem.Title);
            json.WriteNumber("status", problem.Status);
            if (detail is not null)
                json.WriteString("detail", detail);
            members?.Invoke(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Makes problems known, so that <c>/problems/CODE</c> explains them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="problems">Each code once in the whole program.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services, params ReadOnlySpan<ProblemKind> problems)
    {
        foreach (var problem in problems)
            services.AddSingleton(problem);
        return services;
    }

    /// <summary>Serves <c>GET /problems</c> and <c>GET /problems/{code}</c> as plain text.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    internal static void MapProblems(this IEndpointRouteBuilder endpoints)
    {
        var known = new SortedDictionary<string, ProblemKind>(StringComparer.Ordinal);
        foreach (var problem in endpoints.ServiceProvider.GetServices<ProblemKind>())
            known[problem.Code] = problem;
        endpoints.MapGet("/problems", () => Results.Text(string.Concat(known.Values.Select(Line)), "text/plain", Encoding.UTF8)).IsPublic("Explains refusals; the same on every server.").ExcludeFromDescription();
        endpoints.MapGet("/problems/{code}", (HttpContext context, string code) => known.TryGetValue(code, out var problem)
            ? Results.Text($"{problem.Title} ({problem.Code}, status {problem.Status})\n\n{problem.Explanation}\n", "text/plain", Encoding.UTF8).ExecuteAsync(context)
            : context.WriteProblem(RequestProblems.NoSuchPath, "No problem has this code.")).IsPublic("Explains refusals; the same on every server.").ExcludeFromDescription();
    }

    private static string Line(ProblemKind problem) => $"{problem.Code}: {problem.Title} ({problem.Status})\n";
}
