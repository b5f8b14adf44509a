namespace Kairos.Govern.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kairos-govern-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
