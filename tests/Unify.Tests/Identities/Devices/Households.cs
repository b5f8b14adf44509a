using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;

namespace Kairos.Unify.Tests.Identities.Devices;

/// <summary>A made-up population: homes of one to five people on one network, some of whom commute, each with a phone, a computer or a tablet, and a taste of their own.</summary>
/// <remarks>
/// Its rules stand here in full, for whoever wants to judge what figures from it are worth: people of one home share some taste, some items, town and mostly language; offices
/// are small or large; phones are as often on a carrier's network, shared by thousands, as on a wireless one.
/// </remarks>
internal sealed class Households
{
    private const int Categories = 40;
    private const int ItemsPerCategory = 60;
    private const int Days = 28;
    private readonly Random _random;
    private readonly List<Member> _members = [];

    private readonly Habit _habit;

    private Households(int seed, Habit habit) => (_random, _habit) = (new Random(seed), habit);

    /// <summary>How much people of one home resemble each other, and how much each of them themselves.</summary>
    /// <param name="SharedTaste">Share of a person's four categories that are their home's.</param>
    /// <param name="SharedItems">Share of a person's twelve items that are their home's.</param>
    /// <param name="OwnItems">Share of views that go to those twelve items.</param>
    /// <param name="OwnTaste">Share of the other views that go to those four categories.</param>
    /// <param name="Visits">Visits, against the usual 8 of a phone, 6 of a computer and 4 of a tablet.</param>
    internal sealed record Habit(double SharedTaste, double SharedItems, double OwnItems, double OwnTaste, double Visits)
    {
        /// <summary>People who know what they like.</summary>
        public static Habit Distinct { get; } = new(0.3, 0.1, 0.4, 0.8, 1);

        /// <summary>Families who look at the same, a little, and at all sorts of things.</summary>
        public static Habit Alike { get; } = new(0.7, 0.6, 0.2, 0.5, 0.6);

        /// <summary>Nobody has a taste: nothing tells who is who but where they go.</summary>
        public static Habit None { get; } = new(1, 1, 0, 0, 1);
    }

    /// <summary>A device: its anonymous id, whose it is, and whether that person signed in on it.</summary>
    internal sealed record Owned(string Id, string Person, string Class, bool SignedIn);

    private sealed record Member(string Id, string Home, string? Office, bool TakesComputer, string? Visits, int[] Taste, string[] Items, int Hour, string Locale, bool Apple, List<Owned> Devices);

    /// <summary>All devices.</summary>
    public IEnumerable<Owned> Devices => _members.SelectMany(member => member.Devices);

    /// <summary>Makes a population.</summary>
    public static Households Of(int homes, int seed, Habit habit, double signedIn = 0.25)
    {
        var made = new Households(seed, habit);
        for (var home = 0; home < homes; home++)
            made.Add(home, homes, signedIn);
        return made;
    }

    /// <summary>All that they did, in no order.</summary>
    public IEnumerable<Happened> Events(Workspace workspace, long untilMs)
    {
        foreach (var member in _members)
        {
            foreach (var device in member.Devices)
            {
                var visits = 2 + Poisson(device.Class switch { "phone" => 8, "desktop" => 6, _ => 4 } * _habit.Visits);
                for (var visit = 0; visit < visits; visit++)
                {
                    foreach (var happened in Visit(member, device, workspace, untilMs - (long)(_random.NextDouble() * Days * 86_400_000)))
                        yield return happened;
                }
            }
        }
    }

    private void Add(int home, int homes, double signedIn)
    {
        var size = _random.NextDouble() switch { < 0.35 => 1, < 0.68 => 2, < 0.82 => 3, < 0.94 => 4, _ => 5 };
        var (pool, locale) = (Enumerable.Range(0, 4).Select(_ => Category()).ToArray(), _random.NextDouble() < 0.85 ? "en-GB" : "de-DE");
        var shared = Enumerable.Range(0, 4).Select(at => Item(pool[at])).ToArray();
        for (var i = 0; i < size; i++)
        {
            var taste = Enumerable.Range(0, 4).Select(at => _random.NextDouble() < _habit.SharedTaste ? pool[at] : Category()).ToArray();
            var items = Enumerable.Range(0, 12).Select(_ => _random.NextDouble() < _habit.SharedItems ? shared[_random.Next(4)] : Item(taste[_random.Next(4)])).ToArray();
            var (person, apple) = ($"p{home}-{i}", _random.NextDouble() < 0.45);
            var devices = new List<Owned>();
            foreach (var (kind, share) in ((string, double)[])[("phone", 0.9), ("desktop", 0.7), ("tablet", 0.2)])
            {
                if (_random.NextDouble() < share)
                    devices.Add(new Owned($"{person}-{kind}", person, kind, _random.NextDouble() < signedIn));
            }

            // Half of those who work do so with a handful of others, the rest where hundreds share a network.
            var office = _random.NextDouble() >= 0.45 ? null : _random.NextDouble() < 0.5 ? $"small-office-{_random.Next(Math.Max(1, homes / 8))}" : $"large-office-{_random.Next(3)}";
            _members.Add(new Member(person, $"home-{home}", office, _random.NextDouble() < 0.4, _random.NextDouble() < 0.2 ? $"home-{_random.Next(homes)}" : null,
                taste, items, _random.Next(7, 24), _random.NextDouble() < 0.92 ? locale : "pl-PL", apple, devices));
        }
    }

    private IEnumerable<Happened> Visit(Member member, Owned device, Workspace workspace, long startMs)
    {
        var atWork = member.Office is not null && _random.NextDouble() < 0.35 && (device.Class == "phone" || (device.Class == "desktop" && member.TakesComputer));
        var away = member.Visits is not null && _random.NextDouble() < 0.1 && (device.Class != "desktop" || _random.NextDouble() < 0.3);
        var network = device.Class == "phone" && _random.NextDouble() < 0.4 ? $"carrier-{_random.Next(4)}" : atWork ? member.Office! : away ? member.Visits! : member.Home;
        var hour = atWork ? _random.Next(9, 17) : ((member.Hour + (int)Math.Round(3 * Normal())) % 24 + 24) % 24;
        var apple = member.Apple ^ (Hash(device.Id) % 10 < 2);
        var os = device.Class switch { "desktop" => apple ? "Mac OS X" : "Windows", _ => apple ? "iOS" : "Android" };
        var campaign = _random.NextDouble() < 0.08 ? $"campaign-{_random.Next(15)}" : null;
        for (var i = 2 + Poisson(3); i > 0; i--)
        {
            var category = member.Taste[_random.Next(4)];
            var item = _random.NextDouble() < _habit.OwnItems ? member.Items[_random.Next(member.Items.Length)] : Item(_random.NextDouble() < _habit.OwnTaste ? category : Category());
            yield return new Happened(device.Id, startMs + (i * 40_000), EventCode.ProductViewed)
            {
                Workspace = workspace,
                UserId = device.SignedIn ? "u-" + device.Person : null,
                Items = [item],
                Category = item.Split('-')[0],
                Shows = new Shown(network, device.Class, os, member.Locale, hour, campaign),
            };
        }
    }

    // Few are liked by many.
    private int Category() => (int)(Categories * Math.Pow(_random.NextDouble(), 1.8));

    private string Item(int category) => $"c{category}-{(int)(ItemsPerCategory * Math.Pow(_random.NextDouble(), 1.8))}";

    private int Poisson(double mean)
    {
        var (count, left) = (0, Math.Exp(-mean));
        for (var product = _random.NextDouble(); product > left; product *= _random.NextDouble())
            count++;
        return count;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static int Hash(string text) => text.Aggregate(17, static (hash, letter) => ((hash * 31) + letter) & 0x7fff_ffff);
}
