using System.Globalization;

namespace Kairos.Capture.Journal;

/// <summary>The journal's files are not what was written. Nothing is repaired silently: <c>kairos doctor</c> does it on request.</summary>
public sealed class JournalDamagedException : Exception
{
    /// <summary>Says where the damage is.</summary>
    /// <param name="file">Full path of the damaged file.</param>
    /// <param name="offset">Offset of the damage in the file, in bytes.</param>
    /// <param name="sequence">Number of the first block that is damaged or missing.</param>
    /// <param name="positions">Per partition, the position that was due next.</param>
    /// <param name="reason">What is wrong there.</param>
    public JournalDamagedException(string file, long offset, long sequence, IReadOnlyList<long> positions, string reason)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"The journal is damaged: {reason} in {file} at byte {offset} (block {sequence}; positions due next by partition: {string.Join(' ', positions)}). Run `kairos doctor` to inspect and repair it."))
    {
        File = file;
        Offset = offset;
        Sequence = sequence;
        Positions = positions;
        Reason = reason;
    }

    /// <summary>Full path of the damaged file.</summary>
    public string File { get; }

    /// <summary>Offset of the damage in the file, in bytes.</summary>
    public long Offset { get; }

    /// <summary>Number of the first block that is damaged or missing.</summary>
    public long Sequence { get; }

    /// <summary>Per partition, the position that was due next at the damage.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>What is wrong there.</summary>
    public string Reason { get; }
}
