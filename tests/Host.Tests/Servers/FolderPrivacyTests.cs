using Kairos.Host.Servers;

namespace Kairos.Host.Tests.Servers;

public sealed class FolderPrivacyTests
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    [Fact]
    public async Task What_a_server_keeps_is_its_users_alone_what_was_open_before_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has lists of who may read.");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        var old = Directory.CreateDirectory(Path.Combine(folder.Path, "plan")).FullName;
        await File.WriteAllTextAsync(Path.Combine(old, "note.txt"), "old", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Path.Combine(old, "note.txt"), (UnixFileMode)0b_110_100_100);
        File.SetUnixFileMode(old, (UnixFileMode)0b_111_101_101);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b_111_101_101);

        await using (var server = await KairosServer.Started(new ServerSettings(folder.Path, "http://127.0.0.1:0"), TestContext.Current.CancellationToken))
        {
            Open(folder.Path, Group | Others).ShouldBeEmpty();
            Directory.Exists(Path.Combine(folder.Path, "journal")).ShouldBeTrue();
            File.Exists(Path.Combine(folder.Path, "people.db")).ShouldBeTrue();
            await server.Stop();
        }

        Open(folder.Path, Group | Others).ShouldBeEmpty();
        FolderPrivacy.Tighten(folder.Path, groupMayRead: true).ShouldBe(0);
        Open(folder.Path, Others).ShouldBeEmpty();
        File.GetUnixFileMode(folder.Path).HasFlag(UnixFileMode.GroupRead | UnixFileMode.GroupExecute).ShouldBeTrue();
    }

    private static IEnumerable<string> Open(string folder, UnixFileMode to) => OperatingSystem.IsWindows() ? []
        : Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder).Where(path => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & to) != 0);
}
