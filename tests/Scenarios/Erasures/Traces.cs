using System.Buffers.Binary;
using System.Text;
using Kairos.Capture.Events;
using Kairos.Capture.Journal;
using Kairos.Govern.Workspaces;
using Kairos.Scenarios.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Parquet;
using Parquet.Schema;

namespace Kairos.Scenarios.Erasures;

/// <summary>Looks for somebody in every byte of a data folder: as sent, in other spellings, as keys, in what is compressed.</summary>
internal sealed class Traces
{
    private readonly List<(string What, byte[] Bytes)> _patterns = [];

    /// <summary>Prepares a search.</summary>
    /// <param name="folder">The data folder, for the secret that keys are hashed with.</param>
    /// <param name="marks">Words that nobody else uses.</param>
    /// <param name="identifiers">Identifiers, by the kind of key they make.</param>
    public Traces(string folder, IEnumerable<string> marks, IEnumerable<(KeyDomain Domain, string Id)> identifiers)
    {
        foreach (var mark in marks)
            AddText(mark);
        var workspace = new SqliteWorkspaces(new DataFolder(folder), new FirstKeys(), TimeProvider.System).ByName("default").ShouldNotBeNull();
        foreach (var (domain, id) in identifiers)
            AddKey(id, PersonKey.Of(workspace, domain, Encoding.UTF8.GetBytes(id)));
    }

    /// <summary>What was found where; each pattern once a file.</summary>
    public async Task<List<string>> In(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) is "lock" or "server.lock")
                continue; // Held by the server, and empty.
            var bytes = await Read(file);
            Search(file, bytes, found);
            if (file.EndsWith(".parquet", StringComparison.Ordinal) && bytes.Length > 0)
                Search(file + " (columns)", await Columns(bytes), found);
        }

        await Journal(folder, found);
        return found;
    }

    // From a copy: a server may have the real one open.
    private async Task Journal(string folder, List<string> found)
    {
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "journal")).Where(file => Path.GetExtension(file) is ".segment" or ".json"))
            if (!file.EndsWith("closed.json", StringComparison.Ordinal))
                await File.WriteAllBytesAsync(Path.Combine(copy.Path, Path.GetFileName(file)), await Read(file));
        await using var journal = SegmentJournal.Open(copy.Path, new JournalOptions(), TimeProvider.System, NullLogger<SegmentJournal>.Instance);
        using var cursor = journal.OpenAll(new long[journal.Partitions]);
        while (cursor.TryRead(out var run))
            Search($"journal partition {run.Partition}, positions {run.FirstPosition} to {run.NextPosition}", run.Bytes.ToArray(), found);
    }

    private void Search(string where, byte[] bytes, List<string> found)
    {
        foreach (var (what, pattern) in _patterns)
            if (bytes.AsSpan().IndexOf(pattern) is >= 0 and var at)
                found.Add($"{what} in {where} at {at}");
    }

    private void AddText(string mark)
    {
        var utf8 = Encoding.UTF8.GetBytes(mark);
        _patterns.Add((mark, utf8));
        _patterns.Add((mark + " as UTF-16", Encoding.Unicode.GetBytes(mark)));
        _patterns.Add((mark + " in hex", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))));
        _patterns.Add((mark + " in hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))));
        if (Uri.EscapeDataString(mark) != mark)
            _patterns.Add((mark + " in a URL", Encoding.ASCII.GetBytes(Uri.EscapeDataString(mark))));
        for (var shift = 0; shift < 3; shift++) // Whatever stands before it: only the digits that are the mark's alone count.
        {
            var digits = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            var from = shift == 0 ? 0 : shift + 1;
            var to = (shift + utf8.Length) * 8 / 6;
            _patterns.Add((mark + " in base64", Encoding.ASCII.GetBytes(digits[from..to])));
        }
    }

    private void AddKey(string id, PersonKey key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, key.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), key.Low);
        _patterns.Add(("the low half of the key of " + id, bytes[8..]));
        _patterns.Add(("the high half of the key of " + id, bytes[..8]));
        _patterns.Add(("the key of " + id + ", high first", [.. bytes[..8].Reverse(), .. bytes[8..].Reverse()]));
        _patterns.Add(("the key of " + id + " as text", Encoding.ASCII.GetBytes(key.ToString())));
        _patterns.Add(("the key of " + id + " as a number", Encoding.ASCII.GetBytes(key.Low.ToString(null, System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static async Task<byte[]> Read(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (FileNotFoundException)
        {
            return []; // Replaced meanwhile.
        }
    }

    private static async Task<byte[]> Columns(byte[] file)
    {
        using var all = new MemoryStream();
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            foreach (var field in reader.Schema.GetDataFields().Where(field => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>)))
            {
                var texts = new string?[rows.RowCount];
                await rows.ReadAsync(field, texts!);
                foreach (var text in texts)
                    all.Write(Encoding.UTF8.GetBytes((text ?? "") + "\n"));
            }
        }

        return all.ToArray();
    }
}
