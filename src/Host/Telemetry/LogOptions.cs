using System.ComponentModel.DataAnnotations;

namespace Kairos.Host.Telemetry;

/// <summary>What the server writes to its log, which is standard error.</summary>
public sealed class LogOptions
{
    /// <summary>Least level written: <c>Verbose, Debug, Information, Warning, Error</c> or <c>Fatal</c>.</summary>
    [RegularExpression("(?i)verbose|debug|information|warning|error|fatal")]
    public string Level { get; init; } = "Information";

    /// <summary><c>text</c> for people, <c>json</c> for programs: one compact object a line, with trace and span ids.</summary>
    [RegularExpression("(?i)text|json")]
    public string Format { get; init; } = "text";
}
