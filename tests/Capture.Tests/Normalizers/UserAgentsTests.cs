using System.Text;
using System.Text.Json;
using CsCheck;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Tests.Normalizers;

/// <summary>Half of ua-parser's browser cases, an eighth of its device cases and half of the crawler examples, chosen by hash.</summary>
public sealed class UserAgentsTests
{
    private readonly UserAgents _agents = new();

    [Fact]
    public void At_least_95_percent_of_browser_families_are_right()
    {
        var cases = Sample.Lines("uap-browsers.jsonl.gz").Select(line => JsonSerializer.Deserialize<Case>(line, JsonSerializerOptions.Web)!).Where(IsBrowser).ToList();
        cases.Count.ShouldBeGreaterThan(150);
        var wrong = cases.Where(one => Parse(one.Ua).Browser != one.Family).Select(one => $"{one.Family}, not {Parse(one.Ua).Browser}: {one.Ua}").ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{wrong.Count} browsers wrong of {cases.Count}");
        wrong.Count.ShouldBeLessThanOrEqualTo(cases.Count * 5 / 100, string.Join('\n', wrong));
    }

    [Fact]
    public void At_least_90_percent_of_crawlers_are_flagged()
    {
        var crawlers = Sample.Lines("crawlers.txt.gz");
        crawlers.Length.ShouldBeGreaterThan(900);
        var missed = crawlers.Where(crawler => !Parse(crawler).IsBot).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{missed.Count} crawlers missed of {crawlers.Length}");
        missed.Count.ShouldBeLessThanOrEqualTo(crawlers.Length / 10, string.Join('\n', missed));
    }

    [Fact]
    public void Fewer_than_5_in_1000_devices_are_taken_for_bots()
    {
        var devices = Sample.Lines("uap-devices.txt.gz");
        devices.Length.ShouldBeGreaterThan(1_500);
        var flagged = devices.Where(device => Parse(device).IsBot).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{flagged.Count} devices flagged of {devices.Length}");
        flagged.Count.ShouldBeLessThan(devices.Length * 5 / 1000, string.Join('\n', flagged));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "desktop", "Windows", "Chrome")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "phone", "Android", "Chrome Mobile")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "tablet", "Android", "Chrome")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "phone", "iOS", "Mobile Safari")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "tablet", "iOS", "Chrome Mobile iOS")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "desktop", "Mac OS X", "Safari")]
    [InlineData("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "desktop", "Ubuntu", "Firefox")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "desktop", "Chrome OS", "Chrome")]
    [InlineData("Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/6.0 TV Safari/537.36", "tv", "Tizen", "Safari")]
    [InlineData("Mozilla/5.0 (PlayStation 5 3.11) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0 Safari/605.1.15", "console", "PlayStation", "Safari")]
    [InlineData("atc/1.0 watchOS/5.2 model/Watch4,4 hwp/t8006 build/16T225 (6; dt:193)", "watch", "WatchOS", "Apple Watch App")]
    [InlineData("", "other", "Other", "Other")]
    public void A_device_is_told_by_class_system_and_browser(string agent, string kind, string os, string browser) =>
        Parse(agent).ShouldBe(new Device(kind, os, browser, false));

    [Fact]
    public void Client_hints_outweigh_a_frozen_string()
    {
        const string frozen = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
        Hinted(frozen, "\"Not_A Brand\";v=\"24\", \"Chromium\";v=\"131\", \"Microsoft Edge\";v=\"131\"", "?0", "\"Windows\"").ShouldBe(new Device("desktop", "Windows", "Edge", false));
        Hinted(frozen, "\"Chromium\";v=\"131\", \"Google Chrome\";v=\"131\"", "?1", "\"Android\"").ShouldBe(new Device("phone", "Android", "Chrome Mobile", false));
        Hinted(frozen, "\"Chromium\";v=\"131\", \"HeadlessChrome\";v=\"131\"", "?0", "\"Linux\"").IsBot.ShouldBeTrue();
        Hinted(frozen, "\"Chromium\";v=\"131\", \"Brave\";v=\"131\"", "?0", "\"macOS\"").ShouldBe(new Device("desktop", "Mac OS X", "Brave", false));
        Hinted("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Vivaldi/6.9", "\"Chromium\";v=\"131\", \"Google Chrome\";v=\"131\"", "?0", "\"Windows\"").Browser.ShouldBe("Vivaldi");
        Hinted(frozen, "", "", "").ShouldBe(Parse(frozen));
    }

    [Fact]
    public void A_string_seen_before_allocates_nothing()
    {
        var agent = Encoding.UTF8.GetBytes("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        Allocations.Of(() => _agents.Parse(agent)).ShouldBe(0);
        Allocations.Of(() => _agents.Parse(agent, new ClientHints { Mobile = "?0"u8, Platform = "\"Linux\""u8 })).ShouldBe(0);
    }

    [Fact]
    public void More_strings_than_the_cache_holds_are_still_read_right()
    {
        var small = new UserAgents(new UserAgentOptions { CachedMax = 64 });
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 1_000; i++)
                small.Parse(Encoding.UTF8.GetBytes($"Mozilla/5.0 (X11; Linux x86_64; rv:{i}.0) Gecko/20100101 Firefox/{i}.0")).Browser.ShouldBe("Firefox");
        }
    }

    [Fact]
    public void Many_threads_read_the_same_answers()
    {
        var agents = Sample.Lines("crawlers.txt.gz").Take(300).Select(Encoding.UTF8.GetBytes).ToArray();
        var expected = agents.Select(agent => new UserAgents().Parse(agent)).ToArray();
        var small = new UserAgents(new UserAgentOptions { CachedMax = 64 });
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < agents.Length; i++)
                small.Parse(agents[i]).ShouldBe(expected[i]);
        });
    }

    [Fact]
    public void Any_bytes_are_survived() => Gen.Byte.Array[0, 1200].Sample(bytes => Parse(bytes).Class.Length > 0);

    private static bool IsBrowser(Case one) =>
        (one.Ua.StartsWith("Mozilla/", StringComparison.Ordinal) || one.Ua.StartsWith("Opera/", StringComparison.Ordinal))
        && !one.Ua.Contains("http", StringComparison.OrdinalIgnoreCase)
        && !one.Ua.Contains("bot", StringComparison.OrdinalIgnoreCase) && !one.Ua.Contains("crawl", StringComparison.OrdinalIgnoreCase) && !one.Ua.Contains("spider", StringComparison.OrdinalIgnoreCase);

    private Device Hinted(string agent, string brands, string mobile, string platform) => _agents.Parse(
        Encoding.UTF8.GetBytes(agent), new ClientHints { Brands = Encoding.UTF8.GetBytes(brands), Mobile = Encoding.UTF8.GetBytes(mobile), Platform = Encoding.UTF8.GetBytes(platform) });

    private Device Parse(string agent) => Parse(Encoding.UTF8.GetBytes(agent));

    private Device Parse(byte[] agent) => _agents.Parse(agent);

    private sealed record Case(string Ua, string Family);
}
