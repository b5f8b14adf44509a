using Kairos.Host.Demo;

namespace Kairos.Host.Tests.Demo;

public sealed class ClickstreamTests
{
    private static readonly Visitor[] Shipped = Clickstream.Load();

    [Fact]
    public void The_whole_log_ships_with_the_program()
    {
        Shipped.Sum(visitor => visitor.Clicks.Length).ShouldBe(151_326);
        Shipped.Length.ShouldBe(22_102);
        Shipped.SelectMany(visitor => visitor.Clicks).Select(click => click.Item).Distinct().Count().ShouldBe(217);
    }

    [Fact]
    public void A_visitors_clicks_come_in_their_order()
    {
        var text = "header\n2008;7;2;2;29;9;2;B1;3;1;1;40;1;1\n2008;7;2;1;29;9;1;A1;2;1;1;30;1;1\n2008;7;1;1;29;10;4;P1;14;1;1;20;1;1\n";
        var visitors = Clickstream.Read(new StringReader(text));
        visitors.Select(visitor => visitor.Number).ShouldBe([10, 9]);
        visitors[1].Clicks.ShouldBe([new Click("A1", "trousers", "black", 30), new Click("B1", "skirts", "blue", 40)]);
        visitors[0].Clicks[0].Name.ShouldBe("white piece P1");
    }

    [Fact]
    public void The_last_click_is_now_and_no_session_outlives_its_thirty_minutes()
    {
        var now = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
        foreach (var visitor in Shipped)
        {
            var times = visitor.Clicks.Select((_, index) => visitor.HappenedAt(index, now)).ToList();
            times[^1].ShouldBe(now);
            times.ShouldBe(times.Order());
            (now - times[0]).ShouldBeLessThan(TimeSpan.FromMinutes(30));
        }
    }

    [Fact]
    public void One_click_in_twenty_is_predicted_and_never_a_first_one()
    {
        var asked = Shipped.Sum(visitor => Enumerable.Range(0, visitor.Clicks.Length).Count(click => DemoReplay.IsAsked(visitor.Number, click)));
        var possible = Shipped.Sum(visitor => visitor.Clicks.Length - 1);
        (asked / (double)possible).ShouldBe(1.0 / DemoReplay.AskOneIn, 0.003);
        Shipped.ShouldAllBe(visitor => !DemoReplay.IsAsked(visitor.Number, 0));
    }
}
