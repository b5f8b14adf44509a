using Kairos.Capture.Events;

namespace Kairos.Unify.Tests.Identities;

public sealed class ConsentJoins
{
    private static readonly long Noon = Happened.Noon;

    [Fact]
    public void A_merge_never_turns_a_no_into_a_yes_and_a_later_yes_is_heard()
    {
        var town = new Town().Saw(
            new Happened("phone", Noon - 90) { Consent = ("email", false) },
            new Happened("laptop", Noon - 80) { Consent = ("email", true) },
            new Happened("phone", Noon - 70) { Kind = EventKind.Identify, UserId = "ann" },
            new Happened("laptop", Noon - 60) { Kind = EventKind.Identify, UserId = "ann" });
        Granted(town).ShouldBeFalse();
        town.Saw(new Happened("laptop", Noon - 50) { UserId = "ann", Consent = ("email", true) });
        Granted(town).ShouldBeTrue();
        town.Saw(new Happened("", Noon - 40) { UserId = "ann", Consent = ("email", false) });
        Granted(town).ShouldBeFalse();
        town.Say(town.D("phone"), town.U("ann"), LinkStatement.CutForDevice);
        town.Device("laptop").Consent.Single().Granted.ShouldBeFalse();
        town.Device("phone").Consent.Single().Granted.ShouldBeFalse();
    }

    [Fact]
    public void Who_never_said_anything_takes_over_what_was_said()
    {
        var town = new Town().Saw(
            new Happened("laptop", Noon - 80) { Consent = ("email", true) },
            new Happened("laptop", Noon - 60) { Kind = EventKind.Identify, UserId = "ann" },
            new Happened("phone", Noon - 50) { Kind = EventKind.Identify, UserId = "ann" });
        town.Device("phone").Consent.Single().Granted.ShouldBeTrue();
    }

    private static bool Granted(Town town) => town.Device("phone").Consent.Single().Granted;
}
