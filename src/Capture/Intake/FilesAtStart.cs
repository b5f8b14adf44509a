using Kairos.Capture.Intake.Schemas;
using Kairos.Capture.Normalizers;
using Microsoft.Extensions.Hosting;

namespace Kairos.Capture.Intake;

/// <summary>Opens what intake reads from files before the program can serve: a schema or a geography file that cannot be used stops the start, by its name.</summary>
internal sealed class FilesAtStart : IHostedService
{
    /// <summary>Being made with them is all there is to do: both are read when they are made.</summary>
    /// <param name="schemas">The event schemas.</param>
    /// <param name="geography">The geography file.</param>
    public FilesAtStart(ISchemas schemas, IGeography geography) => (Schemas, Geography) = (schemas, geography);

    /// <summary>The event schemas.</summary>
    public ISchemas Schemas { get; }

    /// <summary>The geography file.</summary>
    public IGeography Geography { get; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
