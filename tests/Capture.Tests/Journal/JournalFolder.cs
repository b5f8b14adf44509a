using Kairos.Capture.Journal;
using Kairos.Capture.Journal.Segments;
using Kairos.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kairos.Capture.Tests.Journal;

/// <summary>An embedded journal in a temporary folder.</summary>
internal sealed class JournalFolder : JournalUnderTest
{
    private SegmentJournal? _journal;

    public string Path { get; } = Directory.CreateTempSubdirectory("kairos-journal-").FullName;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));

    public JournalOptions Options { get; set; } = new() { Partitions = 4, SegmentBytes = 64 * 1024 };

    public ISegmentDisk Disk { get; set; } = new SegmentDisk();

    public override IJournal Journal => _journal ?? Open();

    public string[] Segments => SegmentPath.All(Path);

    public SegmentJournal Open(string? folder = null) =>
        _journal = SegmentJournal.Open(folder ?? Path, Options, Clock, NullLogger<SegmentJournal>.Instance, Disk);

    public async Task Close()
    {
        if (_journal is not null)
            await _journal.DisposeAsync();
        _journal = null;
    }

    /// <summary>Closes the journal and leaves the files as a killed process does.</summary>
    public async Task Kill()
    {
        await Close();
        File.Delete(System.IO.Path.Combine(Path, "closed.json"));
    }

    public override async Task Reopen()
    {
        await Close();
        Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(Path, recursive: true);
    }
}
