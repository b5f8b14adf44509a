using Microsoft.OpenApi;

namespace Kairos.Host.Pages;

/// <summary>The API's description: <c>/openapi/v1.json</c>, and a page at <c>/docs</c> to try it. Both are served from here alone.</summary>
internal static class ApiDocument
{
    private const string Description = """
        Send events with a write key, ask for recommendations, read back what is known.

        Keys: the first start prints a **write key** (public: capture and decide) and a **secret key** (everything else).
        Send either as `Authorization: Bearer KEY` or as the user name of Basic auth.
        """;

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Kairos", Version = "v1", Description = Description };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A write key or a secret key.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer<ApiOperations>();
    });
}
