using System.Diagnostics;
using System.Globalization;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary>
/// One file of an export, written page by page under another name, which it loses when it is whole: what bears the name <c>.ndjson</c> is complete, and one of
/// an earlier export stays until then. Beside it stands how far it is, so that an export that stopped goes on.
/// </summary>
/// <param name="folder">Where it goes.</param>
/// <param name="what">What it holds.</param>
/// <param name="source">Whose data it is: only that is gone on with.</param>
internal sealed class ExportFile(string folder, string what, string source)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly string _path = Path.Combine(folder, what + ".ndjson");
    private readonly string _state = Path.Combine(folder, what + ".unfinished");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _told;

    private string Partial => _path + ".partial";

    /// <summary>Writes all pages that are not there yet.</summary>
    /// <param name="page">Writes the page of a cursor, and gives the next cursor; null at the end.</param>
    /// <param name="cancel">Stops between two pages.</param>
    /// <exception cref="StartRefusedException">The folder holds the beginning of an export of other data.</exception>
    public async Task Write(Func<string?, Stream, Task<string?>> page, CancellationToken cancel)
    {
        var (cursor, length) = State();
        await using (var file = new FileStream(Partial, FileMode.OpenOrCreate, FileAccess.Write))
        {
            file.SetLength(length); // A page cut half-way comes again.
            file.Position = length;
            do
            {
                cancel.ThrowIfCancellationRequested();
                cursor = await page(cursor, file);
                file.Flush(flushToDisk: true);
                if (cursor is not null)
                    Note(cursor, file.Position);
                Tell(file.Position, length, isEnd: cursor is null);
            }
            while (cursor is not null);
        }

        File.Move(Partial, _path, overwrite: true);
        File.Delete(_state);
    }

    private void Tell(long bytes, long before, bool isEnd)
    {
        if (!isEnd && _watch.Elapsed - _told < Every)
            return;
        _told = _watch.Elapsed;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {bytes / 1024:N0} KB, {(bytes - before) / 1024 / Math.Max(0.001, _told.TotalSeconds):N0} KB/s{(isEnd ? ", done" : "")}"));
    }

    private void Note(string cursor, long length)
    {
        File.WriteAllLines(_state + ".tmp", [source, length.ToString(CultureInfo.InvariantCulture), cursor]);
        File.Move(_state + ".tmp", _state, overwrite: true);
    }

    private (string? Cursor, long Length) State()
    {
        if (!File.Exists(_state) || !File.Exists(Partial) || File.ReadAllLines(_state) is not [var of, var length, var cursor])
            return (null, 0);
        return of == source ? (cursor, long.Parse(length, CultureInfo.InvariantCulture)) : throw new StartRefusedException(
            $"{folder} holds the beginning of an export of {of}, not of {source}. Name another folder, or remove {_state}.", ExitCode.WrongSetting);
    }
}
