using System.Globalization;
using System.IO.Compression;
using System.Reflection;

namespace Kairos.Host.Demo;

/// <summary>The click log that ships with the program: a clothing shop for expecting mothers, April to July 2008, 151,326 clicks in 22,102 sessions.</summary>
/// <remarks>Source: UCI Machine Learning Repository 553, "clickstream data for online shopping", CC BY 4.0; see NOTICE.</remarks>
public static class Clickstream
{
    private static readonly string[] Categories = ["", "trousers", "skirts", "blouses", "sale"];

    private static readonly string[] Colours =
        ["", "beige", "black", "blue", "brown", "burgundy", "grey", "green", "navy", "multicoloured", "olive", "pink", "red", "violet", "white"];

    /// <summary>Reads the log that is built in.</summary>
    /// <returns>Its visitors, in the order in which they came.</returns>
    public static Visitor[] Load()
    {
        using var packed = Assembly.GetExecutingAssembly().GetManifestResourceStream("Kairos.Host.Demo.clicks.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return Read(reader);
    }

    /// <summary>Reads a log: a header, then <c>;</c>-separated lines <c>year month day order country session category model colour location photography price …</c>.</summary>
    /// <param name="reader">The text.</param>
    /// <returns>Its visitors by day, and by number within a day; each one's clicks by order.</returns>
    public static Visitor[] Read(TextReader reader)
    {
        var sessions = new Dictionary<int, (int Day, List<(int Order, Click Click)> Clicks)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(';');
            var number = Number(cells[5]);
            if (!sessions.TryGetValue(number, out var session))
                sessions[number] = session = (Number(cells[1]) * 31 + Number(cells[2]), []);
            session.Clicks.Add((Number(cells[3]), new Click(string.Intern(cells[7]), Categories[Number(cells[6])], Colours[Number(cells[8])], Number(cells[11]))));
        }

        return sessions.OrderBy(entry => entry.Value.Day).ThenBy(entry => entry.Key)
            .Select(entry => new Visitor(entry.Key, entry.Value.Clicks.OrderBy(click => click.Order).Select(click => click.Click).ToArray()))
            .ToArray();
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
