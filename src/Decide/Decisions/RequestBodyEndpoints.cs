using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Kairos.Decide.Decisions;

/// <summary>Reads a whole body of bounded size where the server keeps it, without copying.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytesMax">Most bytes.</param>
    /// <returns>The body, valid until the request ends; null when it is larger.</returns>
    public static async ValueTask<ReadOnlySequence<byte>?> Read(HttpContext context, int bytesMax)
    {
        if (context.Request.ContentLength > bytesMax)
            return null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > bytesMax)
                return null;
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
