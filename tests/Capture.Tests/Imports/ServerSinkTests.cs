using System.Net;
using System.Net.Http.Headers;
using Kairos.Capture.Imports;

namespace Kairos.Capture.Tests.Imports;

/// <summary>What passes is waited for as long as the server asks; what does not is said.</summary>
public sealed class ServerSinkTests
{
    private readonly LeapingClock _clock = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task It_waits_as_long_as_the_server_asks_and_tries_again()
    {
        var script = new Script(_clock, Answer(HttpStatusCode.TooManyRequests, 7), Answer(HttpStatusCode.ServiceUnavailable, 2), Answer(HttpStatusCode.OK, body: """{"success":true,"rejected":[{"index":1,"reason":"no-name","detail":"d"}],"withheld":[{"index":0}]}"""));
        var answer = await Take(script, TimeSpan.FromMinutes(1));
        answer.Outcome.ShouldBe(SinkOutcome.Taken);
        answer.Rejected.ShouldBe([(1, "no-name", "d")]);
        answer.Withheld.ShouldBe(1);
        script.At.ShouldBe([TimeSpan.Zero, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)]);
        _told[0].ShouldBe("the server answered 429; trying again in 7 s");
    }

    [Fact]
    public async Task A_server_that_is_gone_is_asked_ever_more_rarely_until_patience_ends()
    {
        var script = new Script(_clock, [.. Enumerable.Repeat<Func<HttpResponseMessage>>(static () => throw new HttpRequestException("refused"), 50)]);
        var answer = await Take(script, TimeSpan.FromSeconds(10));
        answer.Outcome.ShouldBe(SinkOutcome.GaveUp);
        answer.Detail!.ShouldContain("refused");
        script.At.Select(static at => at.TotalSeconds).ShouldBe([0, 0.25, 0.75, 1.75, 3.75, 7.75]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, SinkOutcome.Refused)]
    [InlineData(HttpStatusCode.NotFound, SinkOutcome.Refused)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, SinkOutcome.TooLarge)]
    public async Task What_does_not_pass_is_not_tried_again(HttpStatusCode status, object outcome)
    {
        var script = new Script(_clock, Answer(status, body: "why"));
        var answer = await Take(script, TimeSpan.FromMinutes(1));
        answer.Outcome.ShouldBe(outcome);
        answer.Detail!.ShouldContain("why");
    }

    [Fact]
    public async Task Told_to_stop_it_does_not_go_on_waiting()
    {
        using var stop = new CancellationTokenSource();
        var sink = new ServerSink(Client(new Script(_clock, Answer(HttpStatusCode.TooManyRequests, 3_600), static () => throw new InvalidOperationException("It was told to stop."))), TimeSpan.FromDays(1), _clock, _ => stop.Cancel());
        await Should.ThrowAsync<OperationCanceledException>(() => sink.Take("{}"u8.ToArray(), stop.Token));
    }

    private Task<SinkAnswer> Take(Script script, TimeSpan patience) => new ServerSink(Client(script), patience, _clock, _told.Add).Take("{}"u8.ToArray(), default);

    private static HttpClient Client(Script script) => new(script) { BaseAddress = new Uri("http://server") };

    private static Func<HttpResponseMessage> Answer(HttpStatusCode status, int retryAfter = 0, string body = "") => () =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfter > 0)
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(retryAfter));
        return answer;
    };

    private sealed class Script(LeapingClock clock, params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        private readonly DateTimeOffset _begun = clock.GetUtcNow();
        private int _next;

        public List<TimeSpan> At { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.AbsolutePath.ShouldBe("/v1/import");
            At.Add(clock.GetUtcNow() - _begun);
            return Task.FromResult(answers[_next++]());
        }
    }

    /// <summary>A clock on which every wait is over at once, and took as long as it should.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _passed;

        public override long GetTimestamp() => _passed.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _passed += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
