using System.Runtime.CompilerServices;

namespace Kairos.Capture.Intake.Repeats;

/// <summary>A share of the messages, under a lock of its own. Holds two tables: when the young one is full it becomes the old one, and what was old is forgotten.</summary>
/// <param name="messagesMin">Messages of one table.</param>
internal sealed class MessageStripe(int messagesMin)
{
    /// <summary>Whom an erased message belongs to.</summary>
    public const uint Erased = 0;

    private readonly Lock _one = new();
    private MessageTable _young = new();
    private MessageTable _old = new();
    private TaskCompletionSource? _settled;

    /// <summary>Asks to write a message for an identifier. What is granted must be settled.</summary>
    public MessageClaim Claim(ulong key, uint route)
    {
        lock (_one)
        {
            ref var known = ref Find(key);
            if (Unsafe.IsNullRef(ref known))
            {
                Begin();
                _young.Add(new MessageEntry(key, route) { Claims = 1 });
                return MessageClaim.Granted;
            }

            if (!known.Counts)
                known.Route = route;
            else if (known.Route != route)
                return known.IsWritten ? MessageClaim.Repeated : MessageClaim.Disputed;
            known.Claims++;
            return MessageClaim.Granted;
        }
    }

    /// <summary>Ends a claim that was granted.</summary>
    /// <param name="key">The message.</param>
    /// <param name="written">Whether it is on disk now.</param>
    public void Settle(ulong key, bool written)
    {
        TaskCompletionSource? settled;
        lock (_one)
        {
            ref var known = ref Find(key);
            known.Claims--;
            known.IsWritten |= written;
            (settled, _settled) = (_settled, null);
        }

        settled?.TrySetResult();
    }

    /// <summary>Waits until nobody is about to write a message.</summary>
    /// <returns>Whether it is on disk.</returns>
    public async ValueTask<bool> Outcome(ulong key)
    {
        while (true)
        {
            Task settled;
            lock (_one)
            {
                ref var known = ref Find(key);
                if (Unsafe.IsNullRef(ref known) || !known.Counts || known.IsWritten)
                    return !Unsafe.IsNullRef(ref known) && known.IsWritten;
                settled = (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await settled;
        }
    }

    /// <summary>Whether a message was erased.</summary>
    public bool IsErased(ulong key)
    {
        lock (_one)
        {
            ref var known = ref Find(key);
            return !Unsafe.IsNullRef(ref known) && known.IsWritten && known.Route == Erased;
        }
    }

    /// <summary>Takes a message from whom it was written for, and waits until nobody is about to write it.</summary>
    /// <param name="key">The message.</param>
    /// <param name="evenIfForgotten">Whether one that is not remembered is from now on.</param>
    public async ValueTask Erase(ulong key, bool evenIfForgotten)
    {
        while (true)
        {
            Task settled;
            lock (_one)
            {
                ref var known = ref Find(key);
                if (Unsafe.IsNullRef(ref known))
                {
                    if (evenIfForgotten)
                    {
                        Begin();
                        _young.Add(new MessageEntry(key, Erased) { IsWritten = true });
                    }

                    return;
                }

                (known.Route, known.IsWritten) = (Erased, true);
                if (known.Claims == 0)
                    return;
                settled = (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await settled;
        }
    }

    /// <summary>Takes in a message that was written before the server started. They come latest first.</summary>
    /// <returns>False when there is no more room.</returns>
    public bool Restore(ulong key, uint route)
    {
        lock (_one)
        {
            if (!Unsafe.IsNullRef(ref Find(key)))
                return true;
            var table = _young.Count < messagesMin ? _young : _old;
            if (table.Count >= messagesMin)
                return false;
            table.Add(new MessageEntry(key, route) { IsWritten = true });
            return true;
        }
    }

    private ref MessageEntry Find(ulong key)
    {
        ref var young = ref _young.Find(key);
        if (!Unsafe.IsNullRef(ref young))
            return ref young;
        return ref _old.Find(key);
    }

    // What is being written is not forgotten.
    private void Begin()
    {
        if (_young.Count < messagesMin)
            return;
        var forgotten = _old;
        (_old, _young) = (_young, new MessageTable());
        foreach (ref readonly var entry in forgotten.Slots)
        {
            if (entry.Claims > 0)
                _young.Add(entry);
        }
    }
}
