using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Kairos.Govern.Access;

namespace Kairos.Govern.Tests.Access;

public sealed class UserHashDemandTests
{
    private static readonly byte[] Secret = "ku_secret"u8.ToArray();

    [Fact]
    public void The_hmac_of_the_user_id_proves_it_in_either_case() => Gen.String[1, 50].Sample(user =>
    {
        var hash = Hash(Secret, user);
        Demand().Allows(user, hash, 0).ShouldBeTrue();
        Demand().Allows(user, hash.ToUpperInvariant(), 0).ShouldBeTrue();
        Demand().Allows(user + "x", hash, 0).ShouldBeFalse();
        Demand().Allows(user, Hash([1, 2, 3], user), 0).ShouldBeFalse();
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ж000000000000000000000000000000000000000000000000000000000000000")]
    public void Anything_else_proves_nothing(string? hash) => Demand().Allows("ann", hash, 0).ShouldBeFalse();

    [Fact]
    public void Nobody_needs_no_proof() => Demand().Allows("", null, 0).ShouldBeTrue();

    [Fact]
    public void An_earlier_secret_counts_until_it_ends()
    {
        var demand = new UserHashDemand([([9, 9], 1_000), (Secret, null)]);
        demand.Allows("ann", Hash([9, 9], "ann"), 999).ShouldBeTrue();
        demand.Allows("ann", Hash([9, 9], "ann"), 1_000).ShouldBeFalse();
        demand.Allows("ann", Hash(Secret, "ann"), 1_000).ShouldBeTrue();
    }

    private static UserHashDemand Demand() => new([(Secret, null)]);

    private static string Hash(byte[] secret, string user) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(user)));
}
