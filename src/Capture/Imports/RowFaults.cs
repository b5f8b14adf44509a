using System.Text.Unicode;
using Kairos.Capture.Normalizers;

namespace Kairos.Capture.Imports;

/// <summary>What can be wrong with a row before the intake looks at it.</summary>
internal static class RowFaults
{
    /// <summary>Longest row, bytes. The server takes less for an event; this bounds what is held in memory.</summary>
    public const int RowBytesMax = 256 * 1024;

    private static readonly ClockOptions Clock = new() { RefuseAbsurd = true };

    public static RowFault LineTooLong { get; } = new("line-too-long", $"The line is longer than {RowBytesMax / 1024} KB. An event may have 32 KB.");

    /// <summary>Looks for bytes that are not UTF-8.</summary>
    public static RowFault? NotUtf8(ReadOnlySpan<byte> row)
    {
        if (Utf8.IsValid(row))
            return null;
        var at = 0;
        while (System.Text.Rune.DecodeFromUtf8(row[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return new RowFault("not-utf8", $"Byte {at + 1} of the row (0x{row[at]:X2}) is not UTF-8. Save the file as UTF-8: iconv -f WINDOWS-1252 -t UTF-8.", at + 1);
    }

    /// <summary>Judges a time as the server would, but refuses what the server would replace by the time of receipt.</summary>
    /// <param name="time">As it stands in the row, UTF-8.</param>
    /// <param name="column">Where it stands.</param>
    /// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
    public static RowFault? OfTime(ReadOnlySpan<byte> time, int column, long nowMs)
    {
        if (!Clocks.TryParseTime(time, out var ms))
            return new RowFault("time-unreadable", $"\"{Short(time)}\" is not a time. Write ISO 8601, such as 2025-11-30T18:00:00Z, or a count since 1970.", column);
        return Clocks.Judge(ms, null, nowMs, null, Clock).Refused
            ? new RowFault("time-absurd", $"\"{Short(time)}\" is more than a day ahead, or thirty years back.", column)
            : null;
    }

    /// <summary>The first letters of a value, for a message.</summary>
    public static string Short(ReadOnlySpan<byte> value) => System.Text.Encoding.UTF8.GetString(value.Length <= 40 ? value : value[..40]) + (value.Length <= 40 ? "" : "…");
}
