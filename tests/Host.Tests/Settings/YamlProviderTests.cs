using Kairos.Host.Commands;
using Kairos.Host.Servers;
using Kairos.Host.Settings;

namespace Kairos.Host.Tests.Settings;

public sealed class YamlProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Nested_maps_and_lists_become_keys()
    {
        var file = Load("Capture:\n  Journal:\n    Partitions: 32\n  Origins: [a, b]\n");
        Value(file, "Capture:Journal:Partitions").ShouldBe("32");
        Value(file, "capture:origins:1").ShouldBe("b");
    }

    [Fact]
    public void Quoted_text_stays_text_and_an_empty_value_is_none()
    {
        var file = Load("A: \"null\"\nB: ~\nC:\n");
        Value(file, "A").ShouldBe("null");
        Value(file, "B").ShouldBeNull();
        Value(file, "C").ShouldBeNull();
    }

    [Fact]
    public void A_missing_or_empty_file_has_no_settings()
    {
        Load("").Unasked.ShouldBeEmpty();
        var missing = new YamlProvider(Path.Combine(_folder.Path, "missing.yaml"));
        missing.Load();
        missing.Unasked.ShouldBeEmpty();
    }

    [Fact]
    public void A_broken_file_names_itself_and_the_line()
    {
        var refusal = Should.Throw<StartRefusedException>(() => Load("Host:\n  Log: [text\n"));
        refusal.ExitCode.ShouldBe(ExitCode.WrongSetting);
        refusal.Message.ShouldContain("kairos.yaml, line ");
    }

    [Fact]
    public void A_file_that_is_no_map_is_refused() =>
        Should.Throw<StartRefusedException>(() => Load("just words")).Message.ShouldContain("line 1");

    [Fact]
    public void What_nobody_asked_for_is_listed_with_its_line()
    {
        var file = Load("Host:\n  Asked: 1\n  Forgotten: 2\n");
        Value(file, "Host:Asked");
        file.Unasked.ShouldBe([("Host:Forgotten", 3L)]);
    }

    public void Dispose() => _folder.Dispose();

    private static string? Value(YamlProvider file, string key) => file.TryGet(key, out var value) ? value : "none";

    private YamlProvider Load(string text)
    {
        var file = new YamlProvider(_folder.Write("kairos.yaml", text));
        file.Load();
        return file;
    }
}
