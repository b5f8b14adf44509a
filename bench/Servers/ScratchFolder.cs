namespace Kairos.Bench.Servers;

/// <summary>A temporary folder, gone at the end.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kairos-bench-").FullName;

    public string At(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
