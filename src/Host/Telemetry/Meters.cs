using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kairos.Host.Telemetry;

/// <summary>Metrics of all stages, of ASP.NET and of the runtime, at <c>/metrics</c>; with OTLP configured, pushed there too, together with traces.</summary>
public static class Meters
{
    /// <summary>The setting that turns OTLP on: where the collector listens. It is OpenTelemetry's own environment variable.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the meters and their exporters.</summary>
    /// <param name="builder">The program.</param>
    public static void AddMeters(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "kairos"))
            .WithMetrics(metrics => metrics
                .AddMeter("Kairos.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]))
            telemetry.WithTracing(traces => traces.AddSource("Kairos.*").AddAspNetCoreInstrumentation()).UseOtlpExporter();
    }

    /// <summary>Maps <c>GET /metrics</c> in Prometheus' text format.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static void MapMeters(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics");
}
