using System.IO.Compression;
using System.IO.Pipelines;

namespace Kairos.Capture.Imports;

/// <summary>A file that is imported, opened: inflated when it is gzip, whatever it is called.</summary>
internal sealed class ImportSource : IDisposable
{
    private readonly Stream _raw;
    private readonly Stream _inflated;
    private readonly long? _length;

    private ImportSource(Stream raw, Stream inflated)
    {
        (_raw, _inflated) = (raw, inflated);
        _length = raw.CanSeek ? raw.Length : null;
        Feed = new ByteFeed(inflated);
    }

    /// <summary>Its bytes.</summary>
    public ByteFeed Feed { get; }

    /// <summary>How much of the file was read, 0–1; null when nobody knows how long it is.</summary>
    public double? Share => _length is { } length and > 0 ? Math.Min(1, (double)_raw.Position / length) : null;

    /// <summary>Looks at the first bytes of a file. A byte order mark of UTF-8 is passed over.</summary>
    /// <param name="raw">The file, at its beginning; closed with this.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ImportSource> Open(Stream raw, CancellationToken cancel)
    {
        var pipe = PipeReader.Create(raw);
        var begin = await pipe.ReadAtLeastAsync(2, cancel);
        var isGzip = begin.Buffer.FirstSpan.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        pipe.AdvanceTo(begin.Buffer.Start);
        var plain = pipe.AsStream();
        return new ImportSource(raw, isGzip ? new GZipStream(plain, CompressionMode.Decompress) : plain);
    }

    /// <summary>Finds out what kind of rows they are.</summary>
    /// <param name="request">What the caller says of it.</param>
    /// <param name="nowMs">The time of the import, ms since 1970 UTC.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(IImportRows? Rows, RowFault? Fault)> Rows(ImportRequest request, long nowMs, CancellationToken cancel)
    {
        while (Feed.Window.Length < 4 && await Feed.Fill(cancel))
        {
        }

        if (Feed.Window.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || Feed.Window.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (null, new RowFault("not-utf8", "The file is UTF-16. Save it as UTF-8: iconv -f UTF-16 -t UTF-8.", 1));
        if (Feed.Window.Span.StartsWith("\uFEFF"u8))
            Feed.Pass(3);
        switch (Feed.Window.Span.TrimStart(" \t\r\n"u8) is [var first, ..] ? first : default)
        {
            case (byte)'{':
                return (new LineRows(Feed, nowMs), null);
            case (byte)'[':
                return (null, new RowFault("not-an-object", "The file is one array. Write its elements one a line: jq -c '.[]'.", 1));
            default:
                return await TableRows.Open(Feed, request, nowMs, cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Feed.Dispose();
        _inflated.Dispose();
        _raw.Dispose();
    }
}
