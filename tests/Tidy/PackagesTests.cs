using System.Xml.Linq;

namespace Kairos.Tidy;

public sealed class PackagesTests
{
    private static IEnumerable<string> Projects => Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    [Fact]
    public void Every_version_is_pinned_in_one_place()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(Name).ToList();
        pinned.ShouldBeUnique();
        foreach (var project in Projects)
        {
            var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference").ToList();
            references.Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null).Select(Name).ShouldBeEmpty(project);
            references.Select(Name).Except(pinned).ShouldBeEmpty(project);
        }
    }

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Projects.Select(project => Path.GetDirectoryName(project)!.Replace('\\', '/') + "/packages.lock.json").Except(Repository.Files).ShouldBeEmpty();

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Kairos.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value);
        Projects.Order().ShouldBe(listed.Order());
    }

    [Fact]
    public void Every_stage_has_its_tests() =>
        Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Select(stage => $"tests/{stage}.Tests/{stage}.Tests.csproj")
            .Except(Repository.Files).ShouldBeEmpty();

    private static string Name(XElement element) => element.Attribute("Include")!.Value;
}
