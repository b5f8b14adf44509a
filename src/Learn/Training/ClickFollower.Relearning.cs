using Kairos.Capture.Journal;

namespace Kairos.Learn.Training;

/// <content>Learning everything again, when the journal no longer says what the models have learned.</content>
public sealed partial class ClickFollower
{
    private readonly SemaphoreSlim _one = new(1);
    private IJournalCursor _cursor = null!; // Set when the follower begins.

    /// <summary>Learns anew from the journal as it is now, beside the models in force, and then puts the new models in their place.</summary>
    /// <remarks>Takes as long as a start does. The models in force answer and learn on meanwhile.</remarks>
    /// <param name="cancel">Gives up; the models stay as they are.</param>
    public async Task Relearn(CancellationToken cancel)
    {
        await CaughtUp.WaitAsync(cancel);
        var fresh = _registry.Fresh();
        var reader = _makeReader(fresh);
        var cursor = _journal.OpenAll(new long[_applied.Length]);
        try
        {
            await Task.Run(() => ReadOn(cursor, reader, cancel), cancel);
            await _one.WaitAsync(cancel);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }

        try
        {
            ReadOn(cursor, reader, CancellationToken.None); // The little that came in meanwhile; the follower waits.
            await _saving.Forget(); // What was saved holds what must not be known any more.
            _registry.Adopt(fresh);
            (_reader, _cursor) = (reader, cursor); // The follower lets go of its own at its next turn.
            Settle(cursor);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    private void ReadOn(IJournalCursor cursor, ClickReader reader, CancellationToken cancel)
    {
        for (var unsettled = 0; cursor.TryRead(out var run);)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var record in run)
                reader.Read(record.Payload);
            unsettled += run.Count;
            if (unsettled < _settleRecords)
                continue;
            reader.Settle();
            unsettled = 0;
        }

        reader.Settle();
    }

    /// <summary>The follower's right to read, which it gives up whenever it waits: only then can its reader and its cursor be others the next time.</summary>
    private sealed class Turn(ClickFollower follower) : IDisposable
    {
        private IJournalCursor _mine = follower._cursor;
        private bool _held;

        public async ValueTask<IJournalCursor> Take(CancellationToken cancel)
        {
            if (_held)
                return _mine;
            await follower._one.WaitAsync(cancel);
            _held = true;
            if (!ReferenceEquals(_mine, follower._cursor))
                _mine.Dispose();
            return _mine = follower._cursor;
        }

        public void Give()
        {
            _held = false;
            follower._one.Release();
        }

        public void Dispose()
        {
            _mine.Dispose();
            if (_held)
                Give();
        }
    }
}
