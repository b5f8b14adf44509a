namespace Kairos.Govern.Workspaces;

/// <summary>The folder that holds everything one server keeps.</summary>
/// <param name="Path">Its full path. Made when missing.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The path of a file or folder within, its parent folders made.</summary>
    /// <param name="name">A relative name, <c>/</c> between parts.</param>
    public string At(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
