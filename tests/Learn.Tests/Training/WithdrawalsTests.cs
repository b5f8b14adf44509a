using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Purposes;
using Kairos.Govern.Workspaces;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Blend;
using Kairos.Learn.Models.Popular;
using Kairos.Learn.Models.Transitions;
using Kairos.Learn.Registry;
using Kairos.Learn.Training;
using Microsoft.Extensions.Options;

namespace Kairos.Learn.Tests.Training;

public sealed class WithdrawalsTests
{
    private static readonly Workspace Shop = new(new WorkspaceId(1), "shop", new SipKey(1, 2));
    private ulong _messages;

    [Fact]
    public void Whoever_withdrew_teaches_nothing_until_they_agree_again()
    {
        var (reader, models) = Reader();
        Read(reader, "ann", 1, item: 11);
        Read(reader, "ann", 2, granted: false);
        Read(reader, "ann", 3, item: 12);
        Read(reader, "bob", 3, item: 13);
        models.Status.Clicks.ShouldBe(2);

        Read(reader, "ann", 4, granted: true);
        Read(reader, "ann", 5, item: 14);
        Read(reader, "ann", 6, item: 15);
        models.Status.Clicks.ShouldBe(4);
        Next(models, 11).ShouldBe(0UL, "What came after has nothing to do with the session before.");
        Next(models, 14).ShouldBe(15UL);
    }

    [Fact]
    public void A_refusal_under_the_user_id_covers_the_events_that_name_it()
    {
        var (reader, models) = Reader();
        Read(reader, "", 1, granted: false, user: "u-7");
        Read(reader, "phone", 2, item: 11, user: "u-7");
        Read(reader, "phone", 3, item: 11, user: "u-8");
        models.Status.Clicks.ShouldBe(1);
    }

    [Fact]
    public void A_model_that_needs_a_purpose_learns_only_from_those_who_allow_it_and_speaks_only_to_them()
    {
        var own = new Purpose(8, "follow-ups", LegalBasis.Consent) { Covers = new PurposeCoverage([], ["transitions"], []) };
        var (reader, models) = Reader(new PurposePolicy("own", [.. PurposePolicy.Of("fresh").All, own], ConsentVerdict.Drop));
        Read(reader, "ann", 1, item: 11, allowed: 0b11);
        Read(reader, "ann", 2, item: 12, allowed: 0b11);
        Next(models, 11).ShouldBe(0UL);
        Read(reader, "bob", 1, item: 11, allowed: 0b1_0000_0011);
        Read(reader, "bob", 2, item: 12, allowed: 0b1_0000_0011);
        Next(models, 11).ShouldBe(12UL);
        Next(models, 11, allowed: 0b11).ShouldBe(0UL);
    }

    [Fact]
    public void Over_the_bound_nobodys_refusal_is_forgotten()
    {
        var withdrawals = new Withdrawals(1_000);
        for (ulong person = 1; person <= 20_000; person++)
            withdrawals.Note((1, person * 0x9E3779B97F4A7C15), granted: false, atMs: 5);
        for (ulong person = 1; person <= 20_000; person++)
            withdrawals.Holds((1, person * 0x9E3779B97F4A7C15)).ShouldBeTrue();
        Enumerable.Range(20_001, 10_000).Count(person => withdrawals.Holds((1, (ulong)person * 0x9E3779B97F4A7C15))).ShouldBeLessThan(100);
    }

    [Fact]
    public void A_later_yes_takes_back_a_no_and_an_earlier_one_does_not()
    {
        var withdrawals = new Withdrawals(1_000);
        withdrawals.Note((1, 7), granted: false, atMs: 5);
        withdrawals.Note((1, 7), granted: true, atMs: 5);
        withdrawals.Holds((1, 7)).ShouldBeTrue();
        withdrawals.Holds((2, 7)).ShouldBeFalse();
        withdrawals.Note((1, 7), granted: true, atMs: 6);
        withdrawals.Holds((1, 7)).ShouldBeFalse();
    }

    [Fact]
    public void A_purpose_that_names_models_is_answered_by_no_other()
    {
        var own = new Purpose(8, "follow-ups", LegalBasis.LegitimateInterest) { Covers = new PurposeCoverage([], ["popular"], []) };
        var (reader, models) = Reader(new PurposePolicy("own", [.. PurposePolicy.Of("fresh").All, own], ConsentVerdict.Drop));
        Read(reader, "bob", 1, item: 11, allowed: 0b1_0000_0011);
        Read(reader, "bob", 2, item: 12, allowed: 0b1_0000_0011);
        Next(models, 11, asking: 0b10).ShouldBe(12UL);
        Next(models, 11, asking: 0b1_0000_0000).ShouldBe(0UL);
        models.AllSuit(0b10, ushort.MaxValue).ShouldBeTrue();
        models.AllSuit(0b1_0000_0000, ushort.MaxValue).ShouldBeFalse();
        models.AllSuit(0b10, allowed: 0b11).ShouldBeFalse("What is popular needs the purpose that names it.");
    }

    private static (ClickReader Reader, WorkspaceModels Models) Reader(PurposePolicy? policy = null)
    {
        var follower = Options.Create(new FollowerOptions());
        var registry = new ModelRegistry(
            [new ModelRecipe(static () => new TransitionModel(new TransitionOptions()), "transitions"), new ModelRecipe(static () => new PopularModel(new PopularOptions()), "popular")],
            Options.Create(new BlendOptions()), follower, policy);
        return (new ClickReader(registry, follower.Value, _ => Shop), registry.Of(Shop.Id));
    }

    private void Read(ClickReader reader, string visitor, int minute, ulong item = 0, bool? granted = null, string user = "", ushort? allowed = null)
    {
        var batch = JournalBatch.Rent();
        var device = visitor.Length == 0 ? 0 : Shop.Hash64(KeyDomain.AnonymousId, visitor);
        var writer = new EventWriter(batch, new EventHeader
        {
            Kind = EventKind.Track, Workspace = 1, Code = granted is null ? EventCode.ProductViewed : EventCode.ConsentUpdated, Message = new MessageKey(1, ++_messages),
            Flags = granted is null ? 0 : EventFlags.StatesConsent,
            Person = PersonKey.Of(Shop, visitor.Length > 0 ? KeyDomain.AnonymousId : KeyDomain.UserId, Encoding.UTF8.GetBytes(visitor.Length > 0 ? visitor : user)),
            Device = device, HappenedAtMs = 1_700_000_000_000 + (minute * 60_000), ReceivedAtMs = 1_700_000_000_000 + (minute * 60_000),
        });
        writer.Write(EventField.UserId, user);
        if (granted is { } said)
            writer.WriteConsent("personalization"u8, said);
        if (allowed is { } bits)
            writer.Write(EventField.Allowed, [(byte)bits, (byte)(bits >> 8)]);
        if (item != 0)
            writer.Write(new ItemMention { Key = new ItemKey(item), Quantity = 1, Price = double.NaN });
        writer.End(1);
        reader.Read(batch.Bytes[JournalBatch.RecordHeaderBytes..]);
        reader.Settle();
        batch.Return();
    }

    // What is popular only is no successor.
    private static ulong Next(WorkspaceModels models, ulong item, ushort allowed = ushort.MaxValue, ushort asking = ushort.MaxValue)
    {
        var found = new Candidate[10];
        var count = models.Recommend(new RecommendQuery { Session = [new SessionItem(new ItemKey(item), 1_700_000_600_000, 1)], NowMs = 1_700_000_600_000, Limit = 10, Allowed = allowed, Asking = asking }, found);
        return found[..count].FirstOrDefault(candidate => candidate.Source == CandidateSource.Transitions).Item.Value;
    }
}
