using System.Diagnostics;

namespace Kairos.Scenarios.Servers;

/// <summary>What a process printed, the latest lines, and the moment it said where it listens.</summary>
internal sealed class ServerOutput
{
    private const int LinesMax = 400;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the address when the ready line is printed.</summary>
    public Task<Uri> Ready => _ready.Task;

    /// <summary>The latest lines as text.</summary>
    public override string ToString()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }

    /// <summary>Begins to read both streams of a process that was just started.</summary>
    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesMax)
                _lines.Dequeue();
        }
        if (line.StartsWith("ready ", StringComparison.Ordinal) && Uri.TryCreate(line.Split(' ')[1], UriKind.Absolute, out var address))
            _ready.TrySetResult(address);
    }
}
