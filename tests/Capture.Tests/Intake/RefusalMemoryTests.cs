using Kairos.Capture.Events;
using Kairos.Capture.Intake;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Intake;

public sealed class RefusalMemoryTests
{
    private static readonly PersonKey Ann = new(1, 77);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_refusal_noted_while_a_read_was_under_way_outlasts_what_that_read_found()
    {
        var memory = new RefusalMemory(_clock);
        var before = memory.Now;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        memory.Refuse(Ann, 1);
        memory.Allow(Ann, 1, before);
        memory.Refuses(Ann, 1).ShouldBeTrue();
        memory.Refuses(Ann, 0).ShouldBeFalse();

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        memory.Allow(Ann, 1, memory.Now);
        memory.Refuses(Ann, 1).ShouldBeFalse();
    }
}
