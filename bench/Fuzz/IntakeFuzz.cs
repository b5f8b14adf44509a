using Kairos.Capture.Events;
using Kairos.Capture.Parsing;
using SharpFuzz;

namespace Kairos.Bench.Fuzz;

/// <summary>A SharpFuzz target for long runs: any bytes as a tracking body. See <c>docs/development.md</c> for how to run it under AFL or libFuzzer.</summary>
public static class IntakeFuzz
{
    private static readonly ParsingOptions Options = new();

    public static void Run(bool libFuzzer)
    {
        if (libFuzzer)
            Fuzzer.LibFuzzer.Run(Try);
        else
            Fuzzer.Run(stream =>
            {
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                Try(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            });
    }

    /// <summary>Parses as a batch and as one event. Whatever is not refused must be readable; an exception is a finding.</summary>
    public static void Try(ReadOnlySpan<byte> body)
    {
        foreach (var verb in new EventKind?[] { null, EventKind.Track })
        {
            var drafts = DraftBatch.Rent();
            drafts.Append(body);
            drafts.Parse(Options, verb);
            for (var i = 0; i < drafts.Count; i++)
                _ = drafts[i].Refusal;
            drafts.Return();
        }
    }
}
