namespace Kairos.Scenarios.Servers;

/// <summary>Where the built program is.</summary>
internal static class KairosProgram
{
    /// <summary>The program as the build of this configuration made it: the host's own output, else the copy beside the tests.</summary>
    public static string Path { get; } = Find();

    /// <summary>The root of the repository: the folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Find()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        string[] places =
        [
            System.IO.Path.Combine(tests.FullName, "..", "..", "Host", tests.Name, "kairos.dll"),
            System.IO.Path.Combine(tests.FullName, "kairos.dll"),
        ];
        return places.Select(System.IO.Path.GetFullPath).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("kairos.dll is not built: looked for " + string.Join(" and ", places));
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Kairos.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException("No folder above the tests holds Kairos.slnx.");
    }
}
