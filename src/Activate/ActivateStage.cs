using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Kairos.Activate;

/// <summary>The door of Activate: how does a decision reach people? Channels, messages and journeys come with issues of their own; until then there is nothing behind it.</summary>
public static class ActivateStage
{
    /// <summary>Adds nothing yet.</summary>
    /// <param name="builder">The program.</param>
    public static IHostApplicationBuilder AddActivate(this IHostApplicationBuilder builder) => builder;

    /// <summary>Maps nothing yet.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static IEndpointRouteBuilder MapActivate(this IEndpointRouteBuilder endpoints) => endpoints;
}
