using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kairos.Capture.Intake;
using Kairos.Capture.Tests.Sources;

namespace Kairos.Capture.Tests.Intake;

public sealed class IntakeCounters
{
    [Fact]
    public async Task What_is_taken_refused_and_quarantined_is_counted_by_reason()
    {
        await using var server = await CaptureServer.Start();
        var meters = server.Service<IMeterFactory>();
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == IntakeMeter.Name && instrument.Meter.Scope == meters)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counts.AddOrUpdate(instrument.Name + (tags.Length > 0 ? ":" + tags[0].Value : ""), value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => counts.AddOrUpdate(instrument.Name, 1, (_, sum) => sum + 1));
        listener.Start();

        await server.Post("/v1/batch", """{"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"B","userId":"u"},{"type":"track","userId":"u"}]}""");
        await server.Post("/v1/batch", """{"batch":[{"type":"track","event":"A","userId":"u","messageId":"m"},{"type":"track","event":"A","anonymousId":"a","messageId":"m"}]}""");
        await server.Post("/v1/track", "{broken");
        await server.Post("/v1/track", "{}"u8.ToArray(), key: "nobody");

        counts["kairos.capture.events.accepted"].ShouldBe(4);
        counts["kairos.capture.events.repeated"].ShouldBe(1);
        counts["kairos.capture.events.refused:no-name"].ShouldBe(1);
        counts["kairos.capture.events.refused:not-json"].ShouldBe(1);
        counts["kairos.capture.events.refused:unknown-write-key"].ShouldBe(1);
        counts["kairos.capture.quarantine.put"].ShouldBe(2);
        counts["kairos.capture.duration"].ShouldBe(2);
        counts["kairos.capture.bytes"].ShouldBeGreaterThan(100);
    }
}
