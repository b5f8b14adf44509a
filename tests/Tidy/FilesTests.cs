using System.Text.RegularExpressions;

namespace Kairos.Tidy;

public sealed partial class FilesTests
{
    private const int LinesMax = 300;

    [Fact]
    public void No_source_file_is_longer_than_a_few_screens() =>
        Repository.Source.Where(file => Repository.Read(file).AsSpan().Count('\n') > LinesMax).ShouldBeEmpty();

    [Fact]
    public void Nine_files_in_ten_fit_two_hundred_lines()
    {
        var lengths = Repository.Source.Select(file => Repository.Read(file).AsSpan().Count('\n')).Order().ToList();
        lengths[lengths.Count * 9 / 10].ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public void No_file_has_a_name_that_hides_a_better_one() =>
        Repository.Source.Where(file => Vague().IsMatch(Path.GetFileNameWithoutExtension(file))).ShouldBeEmpty();

    [Fact]
    public void Nothing_was_left_for_later() =>
        Found(Repository.Texts.Where(file => !file.StartsWith("tests/Tidy/", StringComparison.Ordinal)), Marker()).ShouldBeEmpty();

    [Fact]
    public void Nothing_names_a_machine_or_a_package_host() =>
        Found(Repository.Texts.Where(file => !file.StartsWith("tests/Tidy/", StringComparison.Ordinal)), Machine()).ShouldBeEmpty();

    [Fact]
    public void Lock_files_of_node_packages_name_no_host() =>
        Found(Repository.Files.Where(file => file.EndsWith("package-lock.json", StringComparison.Ordinal)), ResolvedFrom()).ShouldBeEmpty();

    [Fact]
    public void The_two_commands_can_be_run()
    {
        if (OperatingSystem.IsWindows())
            return; // There, dotnet run and dotnet test serve.
        foreach (var command in new[] { "kairos", "test", ".ci/run" })
            File.GetUnixFileMode(Path.Combine(Repository.Root, command)).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(command);
    }

    private static IEnumerable<string> Found(IEnumerable<string> files, Regex what) =>
        from file in files
        let found = what.Match(Repository.Read(file))
        where found.Success
        select $"{file}: {found.Value}";

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Common|Misc)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Marker();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|Users)/[a-z]|[A-Z]:\\Users|registry\.npmjs\.org|api\.nuget\.org|pypi\.org")]
    private static partial Regex Machine();

    [GeneratedRegex("\"resolved\"\\s*:\\s*\"https?:[^\"]*\"")]
    private static partial Regex ResolvedFrom();
}
