using System.Globalization;
using Kairos.Govern.Retention;
using Kairos.Govern.Workspaces;
using Microsoft.Extensions.Options;

namespace Kairos.Capture.Archive;

/// <summary>Deletes days of the archive that are too old.</summary>
/// <param name="data">Where <c>archive/</c> lies.</param>
/// <param name="service">Writes the archive, and waits meanwhile.</param>
/// <param name="options">How long it is kept.</param>
public sealed class ArchiveRetention(DataFolder data, ArchiveService service, IOptions<RetentionOptions> options) : IRetentionRule
{
    /// <inheritdoc/>
    public string Data => "archive";

    /// <inheritdoc/>
    public TimeSpan KeptFor => options.Value.Archive;

    /// <inheritdoc/>
    public string Unit => "days";

    /// <inheritdoc/>
    public async ValueTask<long> Sweep(DateTimeOffset now, CancellationToken cancel)
    {
        var old = Days(data, now - KeptFor).ToList();
        if (old.Count == 0)
            return 0;
        using var still = await service.Still(cancel);
        foreach (var day in old)
            day.Delete(recursive: true);
        return old.Count;
    }

    /// <summary>Folders of days that had ended by a time, of all workspaces.</summary>
    internal static IEnumerable<DirectoryInfo> Days(DataFolder data, DateTimeOffset before)
    {
        var archive = new DirectoryInfo(Path.Combine(data.Path, "archive"));
        return !archive.Exists ? [] : archive.EnumerateDirectories("workspace=*").SelectMany(static workspace => workspace.EnumerateDirectories("day=*"))
            .Where(day => DateOnly.TryParseExact(day.Name.AsSpan("day=".Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && date.AddDays(1).ToDateTime(TimeOnly.MinValue) <= before.UtcDateTime);
    }
}
