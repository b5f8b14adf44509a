using Kairos.Capture.Journal;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>The embedded journal keeps the promises of every journal, read from memory.</summary>
public sealed class SegmentJournalContract : JournalContract
{
    protected override Task<JournalUnderTest> Start(int partitions) =>
        Task.FromResult<JournalUnderTest>(new JournalFolder { Options = new JournalOptions { Partitions = partitions, SegmentBytes = 1024 * 1024 } });
}

/// <summary>The same, read from disk: nothing is kept in memory, segments are small, and every block is compressed.</summary>
public sealed class SegmentJournalOnDiskContract : JournalContract
{
    protected override Task<JournalUnderTest> Start(int partitions) =>
        Task.FromResult<JournalUnderTest>(new JournalFolder { Options = new JournalOptions { Partitions = partitions, SegmentBytes = 64 * 1024, MemoryBytesMax = 0, CompressionBytesMin = 0 } });
}
