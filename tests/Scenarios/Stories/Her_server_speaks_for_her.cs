using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Stories;

/// <summary>A browser says who she is; from then on a server that knows only her user id adds to the same person.</summary>
public sealed class Her_server_speaks_for_her(SharedServer shared)
{
    [Fact]
    public async Task An_event_with_only_a_user_id_joins_the_person_that_identify_linked_however_soon_it_comes()
    {
        var (capture, people) = (new CaptureCaller(shared.Home), new People(new ApiCaller(shared.Home)));
        for (var i = 0; i < 50; i++)
        {
            var (browser, user) = ($"browser-{Guid.NewGuid():N}", $"user-{Guid.NewGuid():N}");
            (await capture.Post("/v1/identify", $$"""{"messageId":"{{browser}}-i","anonymousId":"{{browser}}","userId":"{{user}}"}""")).Acknowledged.ShouldBeTrue();
            (await capture.Post("/v1/track", $$$"""{"messageId":"{{{browser}}}-t","userId":"{{{user}}}","event":"Product Viewed","properties":{"product_id":"Z-{{{i}}}"}}""")).Acknowledged.ShouldBeTrue();

            (await people.Find(user, "userId")).Events.ShouldBe(2);
            (await people.Find(browser)).Events.ShouldBe(2);
            (await people.Events(user, "userId")).Select(kept => kept.MessageId).ShouldBe([browser + "-t", browser + "-i"], ignoreOrder: true); // In one millisecond, either may be the first.
        }
    }
}
