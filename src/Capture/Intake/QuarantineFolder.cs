using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>The files of the quarantine. One task writes; any may read.</summary>
internal sealed class QuarantineFolder(DataFolder data, QuarantineOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan FileSpan = TimeSpan.FromDays(1);

    private readonly string _folder = Path.GetDirectoryName(data.At("quarantine/file"))!;
    private FileStream? _file;
    private DateTimeOffset _begunAt;

    /// <summary>Appends a note, begins a new file when it is time, and deletes what is too old or too much.</summary>
    /// <returns>What went wrong, if anything: a full disk must not stop the writing task.</returns>
    public Exception? TryAppend(in QuarantineFiles.Note note)
    {
        try
        {
            if (note.Rest is not null)
            {
                Erase(note.Rest);
                return null;
            }

            var isSweep = note.Event is null && note.Replayed is null;
            if (!isSweep)
            {
                var file = Current(out isSweep);
                JsonSerializer.Serialize(file, new QuarantineLine(note.Event, note.Replayed), QuarantineJson.Default.QuarantineLine);
                file.WriteByte((byte)'\n');
                file.Flush();
            }

            if (isSweep)
                Sweep();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault;
        }
    }

    /// <summary>All lines, oldest first. A line that was cut by a crash is passed over.</summary>
    public async IAsyncEnumerable<QuarantineLine> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in Files())
        {
            if (Open(file) is not { } stream)
                continue;
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(cancel) is { } text)
            {
                if (Parse(text) is { } line)
                    yield return line;
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Erase(Func<QuarantinedEvent, QuarantinedEvent?> rest)
    {
        _file?.Dispose(); // The next event begins another file.
        _file = null;
        foreach (var left in Directory.GetFiles(_folder, "*.tmp"))
            File.Delete(left);
        foreach (var file in Files())
            Erase(file, rest);
    }

    // Lines that cannot be read were cut by a crash; they go with those that are erased.
    private static void Erase(string file, Func<QuarantinedEvent, QuarantinedEvent?> rest)
    {
        var lines = File.ReadLines(file).ToList();
        var kept = lines.Select(text => Rest(text, rest)).OfType<string>().ToList();
        if (kept.SequenceEqual(lines))
            return;
        if (kept.Count == 0)
        {
            File.Delete(file);
            return;
        }

        var at = File.GetLastWriteTimeUtc(file); // What is too old is told by this.
        var settings = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var fresh = new FileStream(file + ".tmp", settings))
        {
            foreach (var line in kept)
                fresh.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            fresh.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(file + ".tmp", at);
        File.Move(file + ".tmp", file, overwrite: true);
    }

    private static string? Rest(string text, Func<QuarantinedEvent, QuarantinedEvent?> rest)
    {
        if (Parse(text) is not { } line)
            return null;
        var left = line.Event is null ? null : rest(line.Event);
        return left == line.Event ? text : left is null ? null : JsonSerializer.Serialize(line with { Event = left }, QuarantineJson.Default.QuarantineLine);
    }

    private static FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null; // Swept meanwhile.
        }
    }

    private static QuarantineLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, QuarantineJson.Default.QuarantineLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private FileStream Current(out bool begun)
    {
        begun = false;
        var now = clock.GetUtcNow();
        if (_file is not null && (_file.Length >= options.FileBytesMax || now - _begunAt >= FileSpan))
        {
            _file.Dispose();
            _file = null;
        }

        if (_file is not null)
            return _file;

        begun = true;
        _begunAt = now;
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return _file = new FileStream(Path.Combine(_folder, NextName(now)), settings);
    }

    private string NextName(DateTimeOffset now)
    {
        var stamp = now.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        for (var number = 0; ; number++)
        {
            var name = $"{stamp}-{number:d6}.ndjson";
            if (!File.Exists(Path.Combine(_folder, name)))
                return name;
        }
    }

    private string[] Files()
    {
        var files = Directory.GetFiles(_folder, "*.ndjson");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private void Sweep()
    {
        var files = Files().Select(name => new FileInfo(name)).ToArray();
        var oldest = clock.GetUtcNow().UtcDateTime - options.KeptFor;
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files)
        {
            if (file.FullName == _file?.Name || (bytes <= options.BytesMax && file.LastWriteTimeUtc >= oldest))
                continue;
            bytes -= file.Length;
            file.Delete();
        }
    }
}

/// <summary>One line of a quarantine file: an event, or the id of one that was taken in.</summary>
internal sealed record QuarantineLine(QuarantinedEvent? Event, string? Replayed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuarantineLine))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
