using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.References;
using NJsonSchema.Validation;

namespace Kairos.Capture.Intake.Schemas;

/// <summary>Reads one schema file, and lets nothing in that could reach out of its folder, loop, or match a pattern for ever.</summary>
internal static partial class SchemaFile
{
    private const int BytesMax = 1 << 20;

    /// <summary>Name and version of a file name such as <c>product_viewed.v2.json</c>.</summary>
    public static (string Name, int Version)? NameOf(string file) =>
        FileName().Match(file) is { Success: true } match && int.TryParse(match.Groups[2].ValueSpan, out var version) ? (match.Groups[1].Value, version) : null;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why.</exception>
    public static EventSchema Read(string path)
    {
        var settings = new JsonSchemaValidatorSettings();
        try
        {
            var schema = Load(path, settings, 0);
            RefuseLoops(schema, []);
            return new EventSchema(Path.GetFileNameWithoutExtension(path), schema, settings);
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new InvalidDataException(broken.GetBaseException().Message, broken);
        }
    }

    private static JsonSchema Load(string path, JsonSchemaValidatorSettings settings, int depth)
    {
        if (depth > 16)
            throw new InvalidDataException("schema files refer to each other without end");
        if (new FileInfo(path).Length > BytesMax)
            throw new InvalidDataException($"larger than {BytesMax} bytes");
        using var reader = new JsonTextReader(new StringReader(File.ReadAllText(path))) { MaxDepth = 64, DateParseHandling = DateParseHandling.None };
        var root = JToken.ReadFrom(reader) as JObject ?? throw new InvalidDataException("a schema is a JSON object");
        foreach (var part in root.DescendantsAndSelf().OfType<JObject>().ToArray())
            Prepare(part, settings);

        return JsonSchema.FromJsonAsync(root.ToString(), path, schema => new Resolver(schema, Path.GetDirectoryName(path)!, settings, depth)).GetAwaiter().GetResult();
    }

    private static void Prepare(JObject part, JsonSchemaValidatorSettings settings)
    {
        if (part["$ref"] is JValue { Value: string reference } && !reference.StartsWith('#') && !LocalFile().IsMatch(reference))
            throw new InvalidDataException($"$ref \"{reference}\" leaves the folder: only \"#…\" and files beside this one");
        if (part["patternProperties"] is JObject)
            throw new InvalidDataException("patternProperties is not supported");
        if (part["pattern"] is not JValue { Value: string pattern })
            return;

        var format = "pattern-" + Guid.NewGuid().ToString("N");
        settings.AddCustomFormatValidator(new LinearPattern(format, pattern));
        part.Remove("pattern");
        if (part["allOf"] is not JArray all)
            part["allOf"] = all = [];
        all.Add(new JObject { ["format"] = format });
    }

    // A schema that is part of itself without looking into a property or element would be checked for ever.
    private static void RefuseLoops(JsonSchema schema, HashSet<JsonSchema> above)
    {
        var actual = schema.ActualSchema;
        if (!above.Add(actual))
            throw new InvalidDataException("a schema is made of itself");
        foreach (var part in actual.AllOf.Concat(actual.AnyOf).Concat(actual.OneOf).Append(actual.Not).OfType<JsonSchema>())
            RefuseLoops(part, above);
        above.Remove(actual);
    }

    [GeneratedRegex(@"^([\p{L}\p{N}_]{1,200})\.v([1-9][0-9]{0,5})\.json\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.json(#.*)?\z")]
    private static partial Regex LocalFile();

    private sealed class Resolver(JsonSchema schema, string folder, JsonSchemaValidatorSettings settings, int depth)
        : JsonReferenceResolver(new JsonSchemaAppender(schema, new DefaultTypeNameGenerator()))
    {
        public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) =>
            Path.GetDirectoryName(Path.GetFullPath(filePath)) == Path.GetFullPath(folder)
                ? Task.FromResult<IJsonReference>(Load(filePath, settings, depth + 1))
                : throw new InvalidOperationException($"$ref to {filePath} leaves the folder");

        public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException($"$ref to {url}: schemas are not fetched");
    }
}
