using System.IO.Compression;
using System.Text;

namespace Kairos.Capture.Tests.Normalizers;

/// <summary>The small samples in <c>data</c>, and the pages in <c>docs</c>.</summary>
internal static class Sample
{
    public static string Path(string name) => System.IO.Path.Combine(Root, "tests", "Capture.Tests", "data", name);

    public static string[] Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path(name)), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Kairos.slnx")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Not within the project.");
        return folder;
    }
}
