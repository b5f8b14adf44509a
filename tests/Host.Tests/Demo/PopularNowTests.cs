using CsCheck;
using Kairos.Host.Demo;

namespace Kairos.Host.Tests.Demo;

public sealed class PopularNowTests
{
    [Fact]
    public void It_shows_what_a_full_sort_would_show() =>
        Gen.Int[0, 30].Array[0, 300].Select(Gen.Int[1, 25]).Sample((clicks, k) =>
        {
            var names = Enumerable.Range(0, 31).Select(item => "item-" + item).ToArray();
            var popular = new PopularNow(names);
            foreach (var click in clicks)
                popular.Add(names[click]);
            var sorted = clicks.CountBy(click => click).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(k).Select(entry => entry.Key).ToHashSet();
            return Enumerable.Range(0, 31).All(item => popular.Shows(names[item], k) == sorted.Contains(item));
        });
}
