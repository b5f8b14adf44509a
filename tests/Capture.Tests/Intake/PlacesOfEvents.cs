using System.Net;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Tests.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Capture.Tests.Intake;

public sealed class PlacesOfEvents
{
    [Theory]
    [InlineData("203.0.113.1", "198.51.100.1", true, "203.0.113.1")]
    [InlineData(null, "198.51.100.1, 10.0.0.1", true, "198.51.100.1")]
    [InlineData(null, "198.51.100.1", false, "127.0.0.1")]
    [InlineData(null, "not an address", true, "127.0.0.1")]
    [InlineData("not an address", null, false, "127.0.0.1")]
    [InlineData("2001:db8::1", null, false, "2001:db8::1")]
    public async Task The_address_is_the_one_stated_else_the_proxy_s_when_trusted_else_the_connection_s(string? stated, string? forwarded, bool trusted, string looked)
    {
        await using var server = await CaptureServer.Start(
            services => services.AddSingleton<IGeography, AddressAsCity>(), ("Capture:Intake:TrustForwardedFor", trusted ? "true" : "false"));
        var body = System.Text.Encoding.UTF8.GetBytes($$$"""{"event":"A","userId":"u","context":{"ip":{{{(stated is null ? "null" : $"\"{stated}\"")}}}}}""");
        await server.Post("/v1/track", body, headers: forwarded is null ? [] : [("X-Forwarded-For", forwarded)]);

        var seen = server.Events.Single();
        (seen.Text(EventField.Country), seen.Text(EventField.City), seen.Text(EventField.TimeZone)).ShouldBe(("XX", looked, "Asia/Tokyo"));
        seen.Fields[EventField.LocalTime].Single().ShouldBe([19, 0]);
    }

    [Fact]
    public async Task A_servers_own_address_says_nothing_of_the_visitor()
    {
        await using var server = await CaptureServer.Start(services => services.AddSingleton<IGeography, AddressAsCity>());
        var sent = await EventFields.Track(server, """{"event":"A","userId":"u","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}}}""");
        sent.Text(EventField.City).ShouldBeNull();
        sent.Header.Flags.HasFlag(EventFlags.FromServer).ShouldBeTrue();
        var rudder = await EventFields.Track(server, """{"event":"A","userId":"u","channel":"server","context":{"ip":"203.0.113.1"}}""");
        (rudder.Text(EventField.City), rudder.Header.Flags.HasFlag(EventFlags.FromServer)).ShouldBe(("203.0.113.1", true));
    }

    [Fact]
    public async Task An_address_that_a_batch_says_once_finds_the_place_of_each_event()
    {
        await using var server = await CaptureServer.Start(services => services.AddSingleton<IGeography, AddressAsCity>());
        await server.Post("/v1/batch", """
            {"batch":[{"type":"track","event":"A","userId":"u"},{"type":"track","event":"B","userId":"u","context":{"ip":"203.0.113.2"}},{"type":"track","event":"C","userId":"u"}],
            "context":{"ip":"203.0.113.1","x":1}}
            """);
        server.Events.Select(seen => seen.Text(EventField.City)).ShouldBe(["203.0.113.1", "203.0.113.2", "203.0.113.1"]);
        server.Events.ShouldAllBe(seen => !seen.Text(EventField.Context)!.Contains("203"));
    }

    [Fact]
    public async Task The_network_is_kept_as_a_keyed_hash_and_only_where_that_is_wanted()
    {
        await using (var server = await CaptureServer.Start())
            (await Sent(server, "203.0.113.1")).ShouldBeEmpty();

        await using (var server = await CaptureServer.Start(null, ("Capture:Intake:KeepNetwork", "true")))
        {
            var home = await Sent(server, "203.0.113.1");
            home.Single().Length.ShouldBe(8);
            (await Sent(server, "::ffff:203.0.113.1")).Single().ShouldBe(home.Single());
            (await Sent(server, "203.0.113.2")).Single().ShouldNotBe(home.Single());
            var six = await Sent(server, "2001:db8:1:2:aaaa::1");
            (await Sent(server, "2001:db8:1:2:bbbb::9")).Single().ShouldBe(six.Single(), "One home has many addresses.");
            (await Sent(server, "2001:db8:1:3:aaaa::1")).Single().ShouldNotBe(six.Single());
            (await Sent(server, "203.0.113.1", ""","consent":{"categoryPreferences":{"analytics":false,"personalization":false}}""")).ShouldBeEmpty("Of whom nothing may be kept, no network is.");
        }

        static async Task<byte[][]> Sent(CaptureServer server, string address, string more = "") =>
            [.. (await EventFields.Track(server, $$$"""{"event":"A","anonymousId":"a","context":{"ip":"{{{address}}}"{{{more}}}}}""")).Fields[EventField.Network]];
    }

    private sealed class AddressAsCity : IGeography
    {
        public Place Find(IPAddress ip) => new("XX", null, (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString(), "Asia/Tokyo");
    }
}
