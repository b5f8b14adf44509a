using Microsoft.Extensions.Hosting;

namespace Kairos.Activate.Tests;

public sealed class DoorTests
{
    [Fact]
    public void The_door_opens_and_there_is_nothing_behind_it_yet()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var before = builder.Services.Count;

        builder.AddActivate().ShouldBeSameAs(builder);

        builder.Services.Count.ShouldBe(before);
    }
}
