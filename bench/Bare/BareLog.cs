using Microsoft.Win32.SafeHandles;

namespace Kairos.Bench.Bare;

/// <summary>The plainest group commit: one thread writes what has gathered to a preallocated file, syncs, and answers all.</summary>
public sealed class BareLog : IDisposable
{
    private const long FileBytes = 4L << 30;
    private readonly SafeFileHandle _file;
    private readonly Thread _writer;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private List<(byte[] Bytes, TaskCompletionSource Done)> _waiting = [];
    private bool _closed;

    public BareLog(string path)
    {
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.None, FileBytes);
        RandomAccess.SetLength(_file, FileBytes);
        _writer = new Thread(Write) { IsBackground = true };
        _writer.Start();
    }

    public Task Append(byte[] bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool first;
        lock (_gate)
        {
            first = _waiting.Count == 0;
            _waiting.Add((bytes, done));
        }

        if (first)
            _work.Release();
        return done.Task;
    }

    public void Dispose()
    {
        _closed = true;
        _work.Release();
        _writer.Join();
        _file.Dispose();
    }

    private void Write()
    {
        var buffer = new byte[1 << 20];
        long at = 0;
        var taken = new List<(byte[] Bytes, TaskCompletionSource Done)>();
        while (true)
        {
            _work.Wait();
            if (_closed)
                return;
            lock (_gate)
                (taken, _waiting) = (_waiting, taken);
            var length = 0;
            foreach (var (bytes, _) in taken)
            {
                if (buffer.Length < length + bytes.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                bytes.CopyTo(buffer, length);
                length += bytes.Length;
            }

            at = at + length > FileBytes ? 0 : at;
            RandomAccess.Write(_file, buffer.AsSpan(0, length), at);
            RandomAccess.FlushToDisk(_file);
            at += length;
            foreach (var (_, done) in taken)
                done.SetResult();
            taken.Clear();
        }
    }
}
