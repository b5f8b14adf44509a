using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace Kairos.Capture.Intake.Schemas;

/// <summary>A schema's <c>pattern</c>, matched in time linear in the text: no pattern, however it is written, can hold up intake.</summary>
/// <remarks>
/// The schema library would match patterns by backtracking, which takes exponential time on some. So each <c>pattern</c> is taken out of the schema and put
/// back as a <c>format</c> of a name of its own, which this class checks by .NET's non-backtracking engine
/// (Moseley et al., "Derivative Based Nonbacktracking Real-World Regex Matching with Backtracking Semantics", PLDI 2023).
/// </remarks>
internal sealed class LinearPattern : IFormatValidator
{
    private readonly Regex _pattern;

    /// <exception cref="NotSupportedException">The pattern looks around or back.</exception>
    /// <exception cref="ArgumentException">Not a pattern.</exception>
    public LinearPattern(string format, string pattern)
    {
        Format = format;
        _pattern = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
    }

    public string Format { get; }

    public ValidationErrorKind ValidationErrorKind => ValidationErrorKind.PatternMismatch;

    public bool IsValid(string value, JTokenType tokenType)
    {
        try
        {
            return _pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // A very long text: what could not be checked does not pass.
        }
    }
}
