using Kairos.Capture.Journal;
using Kairos.Contracts;

namespace Kairos.Capture.Tests.Journal;

/// <summary>The journal that other tests use keeps the promises of a real one.</summary>
public sealed class MemoryJournalContract : JournalContract
{
    protected override Task<JournalUnderTest> Start(int partitions) => Task.FromResult<JournalUnderTest>(new InMemory(partitions));

    private sealed class InMemory(int partitions) : JournalUnderTest
    {
        private readonly MemoryJournal _journal = new(partitions);

        public override IJournal Journal => _journal;

        public override async Task Reopen()
        {
            await _journal.DisposeAsync();
            _journal.Reopen();
        }

        public override ValueTask DisposeAsync() => _journal.DisposeAsync();
    }
}
