using Kairos.Govern.Access;
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

    // From 50 microseconds on: what is timed here is mostly far below the 5 ms with which the usual bounds begin.
    private static readonly double[] SecondsBounds =
        [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <summary>Adds the meters and their exporters.</summary>
    /// <param name="builder">The program.</param>
    public static void AddMeters(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "kairos"))
            .WithMetrics(metrics => metrics
                .AddMeter("Kairos.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddView("kairos.*duration", new ExplicitBucketHistogramConfiguration { Boundaries = SecondsBounds })
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]))
            telemetry.WithTracing(traces => traces.AddSource("Kairos.*").AddAspNetCoreInstrumentation()).UseOtlpExporter();
    }

    /// <summary>Maps <c>GET /metrics</c> in Prometheus' text format.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    public static void MapMeters(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics").IsPublic("Numbers of the whole server: no workspace, person or key is named.");
}
