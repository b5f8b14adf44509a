using System.Net;
using CsCheck;
using Kairos.Govern.Access;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Govern.Tests.Access;

/// <summary>T4 of docs/security.md: guessing keys.</summary>
public sealed class FailedAttemptsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_wait_begins_after_some_wrong_keys_and_doubles_up_to_its_end()
    {
        var attempts = Make();
        for (var i = 0; i < 9; i++)
            attempts.Wrong(Here).ShouldBe(0);
        foreach (var expected in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            attempts.Wrong(Here).ShouldBe(expected);
            attempts.Wrong(Here).ShouldBe(expected, "What comes during a wait is not looked at.");
            _clock.Advance(TimeSpan.FromSeconds(expected));
        }
    }

    [Fact]
    public void Who_was_wrong_long_ago_is_forgiven()
    {
        var attempts = Make();
        Exhaust(attempts, Here);
        _clock.Advance(TimeSpan.FromMinutes(16));
        attempts.Wrong(Here).ShouldBe(0);
    }

    [Fact]
    public void All_of_one_network_of_ipv6_is_one_caller_and_a_mapped_address_is_its_own()
    {
        var attempts = Make();
        Exhaust(attempts, IPAddress.Parse("2001:db8::1"));
        attempts.Wrong(IPAddress.Parse("2001:db8::ffff")).ShouldBe(1);
        attempts.Wrong(IPAddress.Parse("2001:db8:1::1")).ShouldBe(0);
        Exhaust(attempts, Here);
        attempts.Wrong(Here.MapToIPv6()).ShouldBe(1);
        attempts.Wrong(null).ShouldBe(0);
    }

    [Fact]
    public void However_many_addresses_guess_memory_is_bounded() => Gen.UInt.Array[500].Sample(
        addresses =>
        {
            var attempts = new FailedAttempts(new AccessOptions { AddressesMax = 16 }, _clock);
            foreach (var address in addresses)
                attempts.Wrong(new IPAddress(address));
            attempts.Count.ShouldBeLessThanOrEqualTo(16);
        },
        iter: 20);

    private FailedAttempts Make() => new(new AccessOptions(), _clock);

    private static void Exhaust(FailedAttempts attempts, IPAddress address)
    {
        for (var i = 0; i < 10; i++)
            attempts.Wrong(address);
    }
}
