using CsCheck;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

public sealed class NotInterestedTests
{
    private static readonly Gen<NotInterested> Word = Gen.Select(Gen.Int[1, 3], Gen.ULong[1, 4], Gen.Long[0, 6], Gen.Bool, (what, key, atMs, undone) =>
        new NotInterested((InterestKind)what, key, atMs, undone));

    [Fact]
    public void The_order_of_words_makes_no_difference_whatever_the_bound() => Gen.Select(Word.Array[0, 20], Gen.Int[0, 8], Gen.Int).Sample((words, most, seed) =>
    {
        var shuffled = words.ToArray();
        new Random(seed).Shuffle(shuffled);
        All(shuffled, most).ShouldBe(All(words, most));
    });

    [Fact]
    public void Joining_two_parts_of_a_person_is_as_if_all_was_said_to_one() => Gen.Select(Word.Array[0, 10], Word.Array[0, 10], Gen.Int[0, 8]).Sample((one, other, most) =>
    {
        var whole = All([.. one, .. other], most);
        NotInterested.Join(All(one, most), All(other, most), most).ShouldBe(whole);
        NotInterested.Join(All(other, most), All(one, most), most).ShouldBe(whole);
        NotInterested.Join(whole, whole, most).ShouldBe(whole);
    });

    [Fact]
    public void The_latest_word_counts_and_of_two_at_once_the_stricter()
    {
        var (no, yes) = (new NotInterested(InterestKind.Item, 1, 5, false), new NotInterested(InterestKind.Item, 1, 5, true));
        All([no, yes], 10).ShouldBe([no]);
        All([yes, no], 10).ShouldBe([no]);
        All([yes with { AtMs = 6 }, no], 10).ShouldBe([yes with { AtMs = 6 }]);
        All([no, no with { What = InterestKind.Brand }], 10).Length.ShouldBe(2);
    }

    private static NotInterested[] All(NotInterested[] words, int most) => words.Aggregate(Array.Empty<NotInterested>(), (known, word) => NotInterested.With(known, word, most));
}
