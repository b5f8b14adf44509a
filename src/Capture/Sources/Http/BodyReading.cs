using System.IO.Compression;
using System.IO.Pipelines;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Sources.Http;

/// <summary>Reads a request's body into a draft batch, inflating it on the way. What is sent is bounded, and so is what it inflates to.</summary>
public static class BodyReading
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="from">Where it comes from.</param>
    /// <param name="encoding">Its <c>Content-Encoding</c>: none, <c>identity</c>, <c>gzip</c>, <c>deflate</c> or <c>br</c>.</param>
    /// <param name="to">Where it goes; whatever was read before it was refused is in it.</param>
    /// <param name="bytesMax">Most bytes, sent as well as inflated.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns><see cref="Refusal.None"/>, or why it is refused.</returns>
    public static async ValueTask<Refusal> Read(PipeReader from, string? encoding, DraftBatch to, int bytesMax, CancellationToken cancel)
    {
        if (!TryDecoder(encoding, out var decoder))
            return Refusal.UnknownEncoding;

        var sent = decoder is null ? to : DraftBatch.Rent();
        var refusal = await ReadSent(from, sent, bytesMax, cancel);
        if (decoder is null)
            return refusal;
        if (refusal == Refusal.None)
            refusal = Inflate(decoder, sent, to, bytesMax);
        sent.Return();
        return refusal;
    }

    private static async ValueTask<Refusal> ReadSent(PipeReader from, DraftBatch to, int bytesMax, CancellationToken cancel)
    {
        while (true)
        {
            var read = await from.ReadAsync(cancel);
            var tooLarge = to.Length + read.Buffer.Length > bytesMax;
            if (!tooLarge)
            {
                foreach (var part in read.Buffer)
                    to.Append(part.Span);
            }

            from.AdvanceTo(read.Buffer.End);
            if (tooLarge)
                return Refusal.BodyTooLarge;
            if (read.IsCompleted)
                return Refusal.None;
        }
    }

    private static Refusal Inflate(Func<Stream, byte, Stream> decoder, DraftBatch sent, DraftBatch to, int bytesMax)
    {
        if (sent.Length == 0)
            return Refusal.None;
        try
        {
            using var stream = decoder(sent.OpenBody(), sent.Body[0]);
            while (true)
            {
                var count = stream.Read(to.Room(ChunkBytes)[..ChunkBytes]);
                if (count == 0)
                    return Refusal.None;
                to.Advance(count);
                if (to.Length > bytesMax)
                    return Refusal.BodyTooLarge;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or IOException)
        {
            return Refusal.BrokenEncoding;
        }
    }

    private static bool TryDecoder(string? encoding, out Func<Stream, byte, Stream>? decoder)
    {
        decoder = encoding?.Trim().ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => static (body, _) => new GZipStream(body, CompressionMode.Decompress),
            "BR" => static (body, _) => new BrotliStream(body, CompressionMode.Decompress),

            // RFC 9110 means zlib by "deflate"; some clients send the bare stream. A zlib header's low nibble is 8.
            "DEFLATE" => static (body, first) => (first & 0x0F) == 8
                ? new ZLibStream(body, CompressionMode.Decompress)
                : new DeflateStream(body, CompressionMode.Decompress),
            _ => null,
        };
        return decoder is not null || string.IsNullOrWhiteSpace(encoding) || encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase);
    }
}
