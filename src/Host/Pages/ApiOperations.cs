using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Kairos.Host.Pages;

/// <summary>Adds the endpoints that read and write their bodies themselves, which the framework cannot describe, to the API's description.</summary>
/// <param name="sources">All endpoints.</param>
internal sealed class ApiOperations(IEnumerable<EndpointDataSource> sources) : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, HttpMethod> Methods = new() { ["GET"] = HttpMethod.Get, ["POST"] = HttpMethod.Post, ["PUT"] = HttpMethod.Put, ["DELETE"] = HttpMethod.Delete };

    private static readonly string[] Chapters = ["Capture", "Decide", "Profiles", "Items", "Privacy", "Measure", "Access", "Operations"];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths ??= [];
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(IsDescribed))
        {
            var path = PathOf(endpoint.RoutePattern);
            foreach (var verb in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                if (!Methods.TryGetValue(verb, out var method))
                    continue;
                if (!document.Paths.TryGetValue(path, out var item))
                    document.Paths[path] = item = new OpenApiPathItem();
                var note = ApiNote.All.GetValueOrDefault(verb + " " + path);
                if (item.Operations?.GetValueOrDefault(method) is { } described)
                    Complete(described, note);
                else if (item is OpenApiPathItem own)
                    own.AddOperation(method, Operation(document, endpoint, note));
            }
        }

        document.Tags = document.Tags?.OrderBy(tag => Array.IndexOf(Chapters, tag.Name) is >= 0 and var place ? place : Chapters.Length).ToHashSet<OpenApiTag>();
        return Task.CompletedTask;
    }

    // The one-letter paths are the browser library's own spelling of the others.
    private static bool IsDescribed(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null
        && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true }
        && endpoint.RoutePattern.PathSegments is not ([] or [_, { Parts: [RoutePatternLiteralPart { Content.Length: 1 }] }])
        && endpoint.RoutePattern.PathSegments[0].Parts is [RoutePatternLiteralPart { Content: "v1" or "api" or "get-online-features" }];

    private static string PathOf(RoutePattern pattern) => string.Concat(pattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart parameter => "{" + parameter.Name + "}",
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }))));

    private static OpenApiOperation Operation(OpenApiDocument document, RouteEndpoint endpoint, ApiNote? note)
    {
        var tag = endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags is [var first, ..] ? first : note?.Tag ?? "More";
        document.Tags ??= new HashSet<OpenApiTag>();
        if (document.Tags.All(known => known.Name != tag))
            document.Tags.Add(new OpenApiTag { Name = tag });
        return new OpenApiOperation
        {
            Summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? note?.Summary,
            Description = endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description ?? note?.Description,
            Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = note?.Body is null ? null : Body(note.Body),
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "Done.", Content = Content("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }, null) },
                ["default"] = new OpenApiResponse { Description = "A refusal: its `type` leads to a page that explains it.", Content = Content("application/problem+json", new OpenApiSchema { Type = JsonSchemaType.Object }, null) },
            },
        };
    }

    private static void Complete(OpenApiOperation described, ApiNote? note)
    {
        described.Description ??= note?.Description;
        if (note?.Body is not null)
            described.RequestBody ??= Body(note.Body);
    }

    private static OpenApiRequestBody Body(string example) =>
        new() { Required = true, Content = Content("application/json", new OpenApiSchema { Type = JsonSchemaType.Object }, JsonNode.Parse(example)) };

    private static Dictionary<string, OpenApiMediaType> Content(string type, OpenApiSchema schema, JsonNode? example) =>
        new() { [type] = new OpenApiMediaType { Schema = schema, Example = example } };
}
