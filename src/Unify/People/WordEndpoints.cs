using System.Text.Json;
using Kairos.Capture.Intake;
using Kairos.Capture.Journal;
using Kairos.Capture.Parsing;
using Kairos.Govern.Access;
using Kairos.Govern.Purposes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kairos.Unify.People;

/// <summary>What the endpoints have in common by which somebody says what they allow and want.</summary>
internal static class WordEndpoints
{
    /// <summary>The body makes no sense.</summary>
    public static ProblemKind Invalid { get; } = new("invalid-consent", 400, "Not a statement that can be taken",
        "Send {\"purposes\":{\"personalization\":false}} with purposes that the server knows, each true or false; textVersion, source, actor, at and messageId may be added. The detail says what is wrong. Nothing of the body was taken.");

    /// <summary>The journal takes nothing just now.</summary>
    public static ProblemKind NotWritten { get; } = new("consent-not-written", 503, "Nothing can be stored just now",
        "The journal is busy or cannot be written. Nothing of this request was kept; send it again in a moment, with the same messageId.");

    /// <summary>The message id was used for something else.</summary>
    public static ProblemKind MessageUsed { get; } = new("message-id-used", 409, "This messageId was used for something else",
        "The same messageId twice is one statement, and this person has one that says something else. Send another messageId, or none. Nothing of the body was taken.");

    /// <summary>Reads the body.</summary>
    /// <returns>Null when it was refused, and answered.</returns>
    public static async Task<PersonWords?> Read(HttpContext context, PurposePolicy policy, bool preferences)
    {
        var body = await context.ReadSmallBody();
        var nowMs = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var words = PersonWords.Read(body, policy, nowMs, preferences, out var wrong);
        if (words is null)
            await context.WriteProblem(Invalid, wrong);
        return words;
    }

    /// <summary>Stores what was said.</summary>
    /// <returns>False when it was refused, and answered.</returns>
    public static async Task<bool> Store(HttpContext context, ProfileName name, PersonWords words, PurposePolicy policy, string way)
    {
        var services = context.RequestServices;
        var visitor = name.Route(services.GetRequiredService<IPeople>(), context.Workspace());
        if (words.MessageId is not null && !words.Stated.IsNothing && !await Task.Run(() => EarlierWords.Allow(services.GetRequiredService<IJournal>(), context.Workspace(), visitor.Key, words, policy)))
        {
            await context.WriteProblem(MessageUsed);
            return false;
        }

        var (outcome, wrong) = await WordEvents.Send(
            services.GetRequiredService<IIntake>(), services.GetRequiredService<IOptions<ParsingOptions>>().Value, context.Workspace(), name, words, policy, way,
            context.Request.Headers["Sec-GPC"] == "1");
        if (wrong is not null)
        {
            await context.WriteProblem(Invalid, wrong);
            return false;
        }

        if (outcome.Refusal == Refusal.None)
            return true;
        context.Response.RetryAfter(outcome.RetryAfterSeconds);
        await context.WriteProblem(NotWritten with { Status = outcome.Refusal == Refusal.Unwritable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests });
        return false;
    }

    /// <summary>Answers with one JSON object.</summary>
    public static async Task Answer(HttpContext context, Action<Utf8JsonWriter> write, FieldChoice? fields = null)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            (fields ?? FieldChoice.All).Write(json, whole =>
            {
                whole.WriteStartObject();
                write(whole);
                whole.WriteEndObject();
            });
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
