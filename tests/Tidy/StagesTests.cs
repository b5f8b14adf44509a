using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kairos.Tidy;

public sealed partial class StagesTests
{
    private static readonly string[] Line = ["Govern", "Capture", "Unify", "Learn", "Decide", "Activate", "Measure", "Host"];

    [Fact]
    public void Every_stage_references_only_the_one_on_its_left()
    {
        for (var i = 0; i < Line.Length; i++)
        {
            var project = XDocument.Load(Path.Combine(Repository.Root, "src", Line[i], Line[i] + ".csproj"));
            var references = project.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value).ToArray();
            string[] expected = i == 0 ? [] : [$"../{Line[i - 1]}/{Line[i - 1]}.csproj"];
            references.ShouldBe(expected, Line[i]);
        }
    }

    [Fact]
    public void The_eight_stages_are_all_there_is_in_src() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order().ShouldBe(Line.Order());

    [Fact]
    public void Only_doors_endpoints_and_grains_mention_the_web_server_or_the_cluster()
    {
        var others = Repository.Source
            .Where(file => !file.StartsWith("src/Host/", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("Stage.cs", StringComparison.Ordinal) && !file.EndsWith("Endpoints.cs", StringComparison.Ordinal) && !file.EndsWith("Grain.cs", StringComparison.Ordinal))
            .Where(file => WebOrCluster().IsMatch(Repository.Read(file)));
        others.ShouldBeEmpty();
    }

    // A person is read sealed, by PurposeReading, and opened for a purpose: so no code outside of Unify can forget to name one.
    [Fact]
    public void Nobody_outside_of_Unify_reads_people_without_naming_a_purpose() =>
        Repository.Source.Where(file => !file.StartsWith("src/Unify/", StringComparison.Ordinal)).Where(file => UnsealedPeople().IsMatch(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void Every_stage_but_the_last_has_a_door()
    {
        foreach (var stage in Line[..^1])
        {
            var doors = Repository.Source.Where(file => file.StartsWith($"src/{stage}/", StringComparison.Ordinal) && file.EndsWith("Stage.cs", StringComparison.Ordinal));
            doors.ShouldBe([$"src/{stage}/{stage}Stage.cs"]);
        }
    }

    [Fact]
    public void A_file_lives_in_the_namespace_of_its_folder()
    {
        foreach (var file in Repository.Source)
        {
            var folder = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
            var expected = file == "src/Host/Program.cs" ? "Kairos.Host" : "Kairos." + folder;
            var said = Namespace().Match(Repository.Read(file));
            if (said.Success)
                expected.ShouldStartWith(said.Groups[1].Value, Case.Sensitive, file); // A folder within a folder may share its noun's namespace.
        }
    }

    [GeneratedRegex(@"Microsoft\.AspNetCore|using Orleans|\bGrain\b\s*[,{(]|IGrainFactory|IClusterClient")]
    private static partial Regex WebOrCluster();

    [GeneratedRegex(@"\b(IPeople|IShardGrain|ShardedPeople)\b")]
    private static partial Regex UnsealedPeople();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
