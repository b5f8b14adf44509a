using System.Globalization;

namespace Kairos.Host.Commands;

/// <summary>One file of an export, written page by page: beside it stands how far it is, until it is whole.</summary>
/// <param name="folder">Where it goes.</param>
/// <param name="what">What it holds.</param>
internal sealed class ExportFile(string folder, string what)
{
    private readonly string _path = Path.Combine(folder, what + ".ndjson");
    private readonly string _state = Path.Combine(folder, what + ".unfinished");

    /// <summary>Writes all pages that are not there yet.</summary>
    /// <param name="page">Writes the page of a cursor, and gives the next cursor; null at the end.</param>
    /// <param name="cancel">Stops between two pages.</param>
    public async Task Write(Func<string?, Stream, Task<string?>> page, CancellationToken cancel)
    {
        var (cursor, length) = await State(cancel);
        await using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write);
        file.SetLength(length); // A page cut half-way comes again.
        file.Position = length;
        do
        {
            cancel.ThrowIfCancellationRequested();
            cursor = await page(cursor, file);
            file.Flush(flushToDisk: true);
            await File.WriteAllTextAsync(_state + ".tmp", string.Create(CultureInfo.InvariantCulture, $"{file.Position} {cursor}"), cancel);
            File.Move(_state + ".tmp", _state, overwrite: true);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what}: {file.Position / 1024} KB"));
        }
        while (cursor is not null);
        File.Delete(_state);
    }

    private async Task<(string? Cursor, long Length)> State(CancellationToken cancel)
    {
        if (!File.Exists(_state))
            return (null, 0);
        var parts = (await File.ReadAllTextAsync(_state, cancel)).Split(' ');
        return parts is [var length, { Length: > 0 } cursor] ? (cursor, long.Parse(length, CultureInfo.InvariantCulture)) : (null, 0);
    }
}
