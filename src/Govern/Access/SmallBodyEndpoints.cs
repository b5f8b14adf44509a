using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kairos.Govern.Access;

/// <summary>The one bound of all short bodies. Guarded endpoints have it unless they set another before they read.</summary>
public static class SmallBodyEndpoints
{
    /// <summary>Most bytes of a short body.</summary>
    public const int BytesMax = 16 * 1024;

    /// <summary>Reads a short body whole.</summary>
    /// <param name="context">A request to a guarded endpoint, its body not read yet.</param>
    /// <exception cref="BadHttpRequestException">It is longer; the guard answers 413.</exception>
    public static async ValueTask<byte[]> ReadSmallBody(this HttpContext context)
    {
        context.BoundBody(BytesMax);
        if (context.Request.ContentLength > BytesMax)
            throw TooLong();
        var read = await context.Request.BodyReader.ReadAtLeastAsync(BytesMax + 1, context.RequestAborted);
        var body = read.Buffer.ToArray();
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        return body.Length <= BytesMax ? body : throw TooLong();
    }

    /// <summary>Sets the bound of a body that is not read yet.</summary>
    internal static void BoundBody(this HttpContext context, int bytesMax)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = bytesMax;
    }

    private static BadHttpRequestException TooLong() => new("The body is too long.", StatusCodes.Status413PayloadTooLarge);
}
