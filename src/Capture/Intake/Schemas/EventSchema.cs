using System.Text;
using Newtonsoft.Json;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Kairos.Capture.Intake.Schemas;

/// <summary>One schema, ready to check with.</summary>
internal sealed class EventSchema(string name, JsonSchema schema, JsonSchemaValidatorSettings settings)
{
    private readonly JsonSchemaValidator _validator = new(settings);

    /// <summary>Checks properties.</summary>
    /// <param name="propertiesJson">One JSON object, UTF-8; empty counts as <c>{}</c>.</param>
    public SchemaVerdict Check(ReadOnlySpan<byte> propertiesJson)
    {
        ICollection<ValidationError> errors;
        try
        {
            errors = _validator.Validate(propertiesJson.IsEmpty ? "{}" : Encoding.UTF8.GetString(propertiesJson), schema);
        }
        catch (JsonException)
        {
            return new SchemaVerdict(name, "", "not readable as JSON, or nested too deep");
        }

        if (errors.Count == 0)
            return new SchemaVerdict(name, null, null);
        var first = errors.First();
        while (first is ChildSchemaValidationError { Errors.Count: > 0 } parent && parent.Errors.First().Value.FirstOrDefault() is { } child)
            first = child;
        return new SchemaVerdict(name, Pointer(first), Words(first.Kind.ToString()));
    }

    private static string Pointer(ValidationError error) => error.Path is { Length: > 0 } path ? path.TrimStart('#').Replace(".", "/", StringComparison.Ordinal) : "";

    // "PropertyRequired" → "property required".
    private static string Words(string kind)
    {
        var words = new StringBuilder(kind.Length + 4);
        foreach (var letter in kind)
            words.Append(char.IsUpper(letter) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        return words.ToString();
    }
}
