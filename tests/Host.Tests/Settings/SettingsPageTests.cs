namespace Kairos.Host.Tests.Settings;

public sealed class SettingsPageTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Page = Path.Combine(Root, "docs", "reference", "settings.md");

    /// <summary>Run with <c>KAIROS_WRITE_DOCS=1</c> to write the page again after a setting changed.</summary>
    [Fact]
    public void The_page_of_settings_says_what_the_options_say()
    {
        var written = SettingsPage.Write(Root);
        if (Environment.GetEnvironmentVariable("KAIROS_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
            File.WriteAllText(Page, written);
        }

        File.ReadAllText(Page).ReplaceLineEndings("\n").ShouldBe(written, "Run this test with KAIROS_WRITE_DOCS=1 to write docs/reference/settings.md again.");
    }

    [Fact]
    public void Every_setting_has_a_meaning_and_every_number_a_range()
    {
        foreach (var line in SettingsPage.Write(Root).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Split(" | ");
            cells[^1].Trim('|', ' ').ShouldNotBeEmpty(line);
            if (char.IsAsciiDigit(cells[1].Trim('`')[0]))
                cells[2].Trim().ShouldNotBeEmpty(line);
        }
    }

    [Fact]
    public void No_section_is_bound_twice() => SettingsPage.Sections(Root).Select(entry => entry.Section).ShouldBeUnique();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kairos.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
