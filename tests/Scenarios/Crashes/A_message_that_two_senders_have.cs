using Kairos.Scenarios.Callers;
using Kairos.Scenarios.Servers;

namespace Kairos.Scenarios.Crashes;

/// <summary>The browser and the shop's server both send one order, under the identifiers that each knows. It counts once, wherever the server is killed between the two.</summary>
public sealed class A_message_that_two_senders_have
{
    private const int Orders = 30;
    private const int Kills = 3;

    [Fact]
    public async Task An_order_counts_once_whoever_sends_it_and_however_often_the_server_is_killed()
    {
        await using var home = await new ServerHome().Start();
        var (capture, people) = (new CaptureCaller(home), new People(new ApiCaller(home)));
        for (var kill = 0; kill <= Kills; kill++)
        {
            for (var order = 0; order < Orders; order++)
            {
                // Before each kill the one copy, after it the other; the first and last round meet nobody.
                foreach (var (round, byBrowser) in new[] { (kill, order % 2 == 0), (kill - 1, order % 2 != 0) })
                {
                    if (round is >= 0 and < Kills)
                        (await capture.Post("/v1/track", Copy(round, order, byBrowser))).Acknowledged.ShouldBeTrue();
                }
            }

            if (kill == Kills)
                break;
            await home.Kill();
            await home.Start();
        }

        for (var round = 0; round < Kills; round++)
        {
            for (var order = 0; order < Orders; order++)
            {
                // A third copy joins the two identifiers, should the only one kept not name both.
                (await capture.Post("/v1/identify", $$"""{"messageId":"who-{{round}}-{{order}}","anonymousId":"b-{{round}}-{{order}}","userId":"w-{{round}}-{{order}}"}""")).Acknowledged.ShouldBeTrue();
                (await people.Find($"w-{round}-{order}", "userId")).Counts["order_completed"].ShouldBe(1, $"order {order} of round {round}");
            }
        }
    }

    private static string Copy(int round, int order, bool byBrowser) => $$$"""
        {"messageId":"ord-{{{round}}}-{{{order}}}",{{{(byBrowser ? $"\"anonymousId\":\"b-{round}-{order}\"," : "")}}}"userId":"w-{{{round}}}-{{{order}}}","event":"Order Completed","properties":{"revenue":100}}
        """;
}
