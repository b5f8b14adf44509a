using System.Globalization;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Tests.Identities.Linkage;

/// <summary>People who never were, some of them twice with errors.</summary>
internal static class MadePeople
{
    public static readonly string[] Names = ["given_name", "surname", "born", "town", "number"];
    private static readonly string[] Syllables = ["ka", "ro", "mi", "ten", "lu", "shan", "bel", "or", "win", "da", "fer", "gus"];

    /// <summary>Records with their entity as the last cell.</summary>
    public static List<string?[]> Make(int entities, ulong seed)
    {
        var chance = new Random((int)seed);
        var rows = new List<string?[]>();
        for (var entity = 0; entity < entities; entity++)
        {
            string?[] person =
            [
                Word(2), Word(3), new DateTime(1930 + chance.Next(80), 1 + chance.Next(12), 1 + chance.Next(28)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Word(2) + "ville", chance.Next(1_000_000).ToString("D6", CultureInfo.InvariantCulture), entity.ToString(CultureInfo.InvariantCulture),
            ];
            rows.Add(person);
            for (var copies = chance.Next(3); copies > 0; copies--)
            {
                var copy = (string?[])person.Clone();
                var cell = chance.Next(5);
                copy[cell] = chance.Next(4) == 0 ? null : copy[cell]!.Remove(chance.Next(copy[cell]!.Length), 1);
                if (chance.Next(10) == 0)
                    (copy[0], copy[1]) = (copy[1], copy[0]);
                rows.Add(copy);
            }
        }
        return [.. rows.OrderBy(_ => chance.Next())];

        string Word(int syllables) => string.Concat(Enumerable.Range(0, syllables).Select(_ => Syllables[chance.Next(Syllables.Length)]));
    }

    public static RecordTable Table(IEnumerable<string?[]> rows) => RecordTable.Of(Names, [.. rows.Select(static row => row[..5])]);

    public static RecordTable Table(IEnumerable<string?[]> first, IEnumerable<string?[]> second) =>
        RecordTable.Of(Names, [.. first.Select(static row => row[..5])], [.. second.Select(static row => row[..5])]);
}
