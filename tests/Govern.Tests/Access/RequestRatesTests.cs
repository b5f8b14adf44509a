using CsCheck;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Access;

public sealed class RequestRatesTests
{
    private static readonly Workspace Shop = new(new WorkspaceId(1), "shop", new SipKey(1, 2));
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_burst_goes_through_then_as_many_as_are_earned()
    {
        using var rates = Rates(new AccessOptions { SecretKeyRequestsPerSecondMax = 10, SecretKeyBurstMax = 5 });
        var (ours, theirs) = (Key(1), Key(2));
        Admitted(rates, ours, 20).ShouldBe(5);
        rates.Take(ours).ShouldBe(1);
        Admitted(rates, theirs, 20).ShouldBe(5, "One key's requests are not another's.");
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Admitted(rates, ours, 20).ShouldBe(3);
        _clock.Advance(TimeSpan.FromHours(1));
        Admitted(rates, ours, 20).ShouldBe(5, "No more are saved up than may come at once.");
    }

    [Fact]
    public void The_wait_that_is_told_is_enough()
    {
        using var rates = Rates(new AccessOptions { SecretKeyRequestsPerSecondMax = 1, SecretKeyBurstMax = 3 });
        Admitted(rates, Key(1), 3).ShouldBe(3);
        var wait = rates.Take(Key(1));
        wait.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(wait));
        rates.Take(Key(1)).ShouldBe(0);
    }

    [Fact]
    public void Write_keys_have_a_bound_of_their_own_that_is_off_until_set_and_people_have_that_of_secret_keys()
    {
        using var rates = Rates(new AccessOptions { SecretKeyRequestsPerSecondMax = 1, SecretKeyBurstMax = 2 });
        Admitted(rates, Key(1, write: true), 100_000).ShouldBe(100_000);
        Admitted(rates, new Caller(Shop, default, new AuditActor(AuditActorKind.Person, "1", "")), 9).ShouldBe(2);
        Admitted(rates, Key(1), 9).ShouldBe(2, "A person is no key, whatever their subject.");
        using var bounded = Rates(new AccessOptions { SecretKeyRequestsPerSecondMax = 0, WriteKeyRequestsPerSecondMax = 1, WriteKeyBurstMax = 3 });
        Admitted(bounded, Key(1, write: true), 9).ShouldBe(3);
        Admitted(bounded, Key(2), 100_000).ShouldBe(100_000);
    }

    [Fact]
    public void It_admits_what_a_token_bucket_admits() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 20], Gen.Int[0, 400].Array[1, 200]).Sample((perSecond, burst, gapsMs) =>
        {
            var budget = new RequestBudget();
            var each = 1_000_000L / perSecond;
            var (now, tokens) = (0L, (double)burst);
            foreach (var gap in gapsMs)
            {
                now += gap * 1_000L;
                tokens = Math.Min(burst, tokens + (gap * 1_000.0 / each));
                if (Math.Abs(tokens - 1) < 1e-6)
                    break; // Rounding decides: no test of ours.
                (budget.Take(now, each, burst) == 0).ShouldBe(tokens >= 1);
                tokens -= tokens >= 1 ? 1 : 0;
            }
        });

    [Fact]
    public void Many_at_once_get_no_more_than_the_burst()
    {
        using var rates = Rates(new AccessOptions { SecretKeyRequestsPerSecondMax = 1, SecretKeyBurstMax = 1_000 });
        var admitted = 0;
        Parallel.For(0, 8, _ => Interlocked.Add(ref admitted, Admitted(rates, Key(1), 1_000)));
        admitted.ShouldBe(1_000);
    }

    [Fact]
    public void A_request_that_goes_on_allocates_nothing()
    {
        using var rates = Rates(new AccessOptions { WriteKeyRequestsPerSecondMax = 1_000_000, WriteKeyBurstMax = 1_000_000 });
        var (write, secret) = (Key(1, write: true), Key(2));
        Admitted(rates, write, 2_000);
        Admitted(rates, secret, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Admitted(rates, write, 5_000);
        Admitted(rates, secret, 5_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    private RequestRates Rates(AccessOptions options) => new(options, _clock);

    private static Caller Key(long id, bool write = false) => new KeyGrant(Shop, id, write ? KeyKind.Write : KeyKind.Secret, "key", Rights.Of(write ? KeyKind.Write : KeyKind.Secret), null).Caller;

    private static int Admitted(RequestRates rates, Caller caller, int times)
    {
        var admitted = 0;
        for (var i = 0; i < times; i++)
            admitted += rates.Take(caller) == 0 ? 1 : 0;
        return admitted;
    }
}
