using CsCheck;
using Kairos.Govern.Purposes;

namespace Kairos.Govern.Tests.Purposes;

public sealed class ConsentStateTests
{
    private static readonly PurposePolicy Fresh = PurposePolicy.Of("fresh");

    [Fact]
    public void The_latest_statement_counts_in_whatever_order_they_come()
    {
        var yes = StatedConsent.Nothing.With(Fresh, "email"u8, true);
        var no = StatedConsent.Nothing.With(Fresh, "email"u8, false);
        ConsentState.None.Apply(Fresh, yes, 1).Apply(Fresh, no, 2).Allows("email", Fresh).ShouldBeFalse();
        ConsentState.None.Apply(Fresh, no, 2).Apply(Fresh, yes, 1).Allows("email", Fresh).ShouldBeFalse();
        ConsentState.None.Apply(Fresh, no, 1).Apply(Fresh, yes, 2).Allows("email", Fresh).ShouldBeTrue();
        ConsentState.None.Apply(Fresh, yes, 2).Apply(Fresh, no, 2).Allows("email", Fresh).ShouldBeFalse();
        ConsentState.None.Apply(Fresh, no, 2).Apply(Fresh, yes, 2).Allows("email", Fresh).ShouldBeFalse();
        ConsentState.None.Apply(Fresh, yes, 7).Stated(3).ShouldBe((true, 7L));
    }

    [Fact]
    public void What_was_never_said_is_as_the_policy_has_it()
    {
        ConsentState.None.Allows("personalization", Fresh).ShouldBeTrue();
        ConsentState.None.Allows("personalization", PurposePolicy.Of("gdpr-strict")).ShouldBeFalse();
        ConsentState.None.Allows("email", Fresh).ShouldBeFalse();
        ConsentState.None.Allows("no such purpose", Fresh).ShouldBeFalse();
        ConsentState.None.Allows(15, Fresh).ShouldBeFalse();
        ConsentState.None.Allows(-1, Fresh).ShouldBeFalse();
    }

    [Fact]
    public void The_browsers_signal_is_remembered_as_a_refusal() =>
        ConsentState.None.Apply(PurposePolicy.Of("ccpa"), StatedConsent.Nothing.WithGlobalPrivacyControl(true), 1)
            .Allows("advertising", PurposePolicy.Of("ccpa")).ShouldBeFalse();

    [Fact]
    public void Merging_is_the_same_in_any_order_and_twice_is_once() =>
        Gen.Select(PurposeGen.State, PurposeGen.State, PurposeGen.State).Sample((one, two, three) =>
            one.Merge(two).Equals(two.Merge(one))
            && one.Merge(two).Merge(three).Equals(one.Merge(two.Merge(three)))
            && ReferenceEquals(one.Merge(one), one));

    [Fact]
    public void A_refusal_not_older_than_what_is_known_never_widens_any_use() =>
        Gen.Select(PurposeGen.State, PurposeGen.Policy, Gen.Int[0, 15]).Sample((state, policy, index) =>
        {
            var after = state.Apply(policy, new StatedConsent(0, PurposePolicy.Bit(index), false), 5);
            for (var purpose = 0; purpose < Purpose.Max; purpose++)
            {
                if (after.Allows(purpose, policy) && (!state.Allows(purpose, policy) || purpose == index))
                    return false;
            }

            return true;
        });

    [Fact]
    public void A_state_is_read_as_it_was_written() => PurposeGen.State.Sample(state =>
    {
        Span<byte> bytes = stackalloc byte[ConsentState.BytesMax];
        return ConsentState.Read(bytes[..state.Write(bytes)]).Equals(state);
    });

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        Should.Throw<InvalidDataException>(() => ConsentState.Read([9, 0, 0, 0, 0]));
        Should.Throw<InvalidDataException>(() => ConsentState.Read([1, 255, 0, 0, 0]));
        Should.Throw<InvalidDataException>(() => ConsentState.Read([1]));
        ConsentState.Read([]).ShouldBe(ConsentState.None);
    }
}
