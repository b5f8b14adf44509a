using Kairos.Capture.Parsing;
using Kairos.Govern.Access;

namespace Kairos.Capture.Sources.Http;

/// <summary>Every refusal of the intake as a problem, so that <c>/problems/CODE</c> explains it.</summary>
internal static class RefusalProblems
{
    /// <summary>All of them.</summary>
    public static ProblemKind[] All { get; } =
        [.. Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None).Select(refusal =>
            new ProblemKind(refusal.Code(), TrackingAnswers.Status(refusal), refusal.Meaning(), refusal.Mend()))];
}
