using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kairos.Host.Pages;

/// <summary>Example bodies for the endpoints that read their body themselves, so that the page can send a first call as it stands.</summary>
internal static class ApiExamples
{
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["v1/track"] = """{"anonymousId":"abc123","event":"Product Viewed","messageId":"m-1","properties":{"product_id":"SKU-441","name":"Trail shoe","category":"running-shoes","price":89.9,"currency":"EUR"}}""",
        ["v1/identify"] = """{"anonymousId":"abc123","userId":"u-7","traits":{"plan":"gold"}}""",
        ["v1/page"] = """{"anonymousId":"abc123","name":"Category","properties":{"path":"/category/running-shoes","title":"Running shoes"}}""",
        ["v1/screen"] = """{"anonymousId":"abc123","name":"Basket"}""",
        ["v1/group"] = """{"userId":"u-7","groupId":"acme","traits":{"industry":"retail"}}""",
        ["v1/alias"] = """{"previousId":"abc123","userId":"u-7"}""",
        ["v1/batch"] = """{"batch":[{"type":"track","anonymousId":"abc123","event":"Product Viewed","messageId":"m-2","properties":{"product_id":"SKU-441"}},{"type":"track","anonymousId":"abc123","event":"Product Added","messageId":"m-3","properties":{"product_id":"SKU-441"}}]}""",
        ["api/recommendations"] = """{"session_id":"abc123","current_page":"/category/running-shoes","limit":8,"events_in_session":[{"event":"product_viewed","product_id":"SKU-441","timestamp":"2026-01-05T10:00:00Z"}]}""",
        ["v1/decide"] = """{"user":{"anonymousId":"abc123"},"placements":[{"id":"home-recs","limit":8},{"id":"pdp-recs","item":"SKU-441","limit":4}],"deadlineMs":50}""",
        ["v1/items/{id}"] = """{"name":"Trail shoe","category":"running-shoes","brand":"Aster","price":89.9,"currency":"EUR","available":true}""",
    };

    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var path = context.Description.RelativePath?.TrimEnd('/') ?? "";
        if (context.Description.HttpMethod is not ("POST" or "PUT") || !Bodies.TryGetValue(path, out var body))
            return Task.CompletedTask;
        operation.RequestBody ??= new OpenApiRequestBody { Required = true };
        if (operation.RequestBody is OpenApiRequestBody request)
        {
            request.Content ??= new Dictionary<string, OpenApiMediaType>();
            if (!request.Content.ContainsKey("application/json"))
                request.Content["application/json"] = new OpenApiMediaType();
            request.Content["application/json"].Example = JsonNode.Parse(body);
        }

        return Task.CompletedTask;
    }
}
