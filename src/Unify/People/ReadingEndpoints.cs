using Kairos.Govern.Access;
using Microsoft.AspNetCore.Http;

namespace Kairos.Unify.People;

/// <summary>What the endpoints have in common by which a person is read: as of when (<c>asOf</c>), and which members (<c>fields</c>).</summary>
internal static class ReadingEndpoints
{
    /// <summary>The time of a reading makes no sense.</summary>
    public static ProblemKind InvalidAsOf { get; } = new("invalid-as-of", 400, "Not a time",
        "asOf is a time of ISO 8601, such as 2026-01-05T10:00:00Z. A + in a query is written %2B.");

    /// <summary>A member is asked for that there is not.</summary>
    public static ProblemKind UnknownField { get; } = new("unknown-field", 400, "There is no such member",
        "fields lists members of the answer, commas between, upper and lower case as in the reference. The detail names those there are.");

    /// <summary>How a person is to be read.</summary>
    /// <param name="AsOfMs">As of when, ms since 1970 UTC; null for now.</param>
    /// <param name="Fields">Which members.</param>
    public readonly record struct Reading(long? AsOfMs, FieldChoice Fields);

    /// <summary>Reads what was asked for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="asOf">As of when, as sent.</param>
    /// <param name="fields">Which members, as sent.</param>
    /// <param name="known">The members there are.</param>
    /// <returns>Null when it makes no sense, and was answered.</returns>
    public static async Task<Reading?> Of(HttpContext context, string? asOf, string? fields, IReadOnlyList<string> known)
    {
        long? asOfMs = null;
        if (asOf is not null)
        {
            if (!AsOfTime.TryRead(asOf, out var time, out var wrong))
            {
                await context.WriteProblem(InvalidAsOf, wrong);
                return null;
            }

            asOfMs = time;
        }

        if (FieldChoice.Read(fields, known, out var unknown) is { } choice)
            return new Reading(asOfMs, choice);
        await context.WriteProblem(UnknownField, $"\"{(unknown!.Length <= 64 ? unknown : unknown[..64])}\" is none of {string.Join(", ", known)}.");
        return null;
    }
}
