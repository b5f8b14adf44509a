using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Kairos.Govern.Access;

/// <summary>The one door through which what stands in a path comes in: decoded exactly once, for every endpoint.</summary>
/// <remarks>
/// The framework decodes a path before it looks for the endpoint, all but <c>%2F</c>, which it leaves: <c>a%2Fb</c> and <c>a%252Fb</c> would
/// reach an endpoint as the same words, and one id could name what belongs to another. So the values are read again from the target as it was sent.
/// </remarks>
internal static class PathEndpoints
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Puts the values of a request's path in their place.</summary>
    /// <param name="context">A request whose endpoint is known.</param>
    /// <returns>False when the path is not percent-encoded UTF-8.</returns>
    public static bool TryDecode(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { Parameters.Count: > 0 } pattern })
            return true;
        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { Length: > 0 } target)
            return false;
        var segments = Segments(target);
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            if (pattern.PathSegments[i] is not { IsSimple: true, Parts: [RoutePatternParameterPart { IsCatchAll: false } parameter] })
                continue;
            var sent = i < segments.Count ? segments[i] : "";
            if (sent.Length == 0 && parameter.IsOptional)
                continue;
            if (Decoded(sent) is not { Length: > 0 } value)
                return false;
            context.Request.RouteValues[parameter.Name] = value;
        }

        return true;
    }

    // As the framework took them: the query cut off, and . and .. resolved (RFC 3986, 5.2.4) wherever they are one, encoded or not.
    private static List<string> Segments(string target)
    {
        var path = target.AsSpan();
        if (path.IndexOf('?') is >= 0 and var query)
            path = path[..query];
        if (path[0] != '/' && path.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            var host = path[(scheme + 3)..];
            path = host.IndexOf('/') is >= 0 and var slash ? host[slash..] : "/";
        }

        var segments = new List<string>();
        foreach (var part in path[1..].Split('/'))
        {
            var segment = path[1..][part].ToString();
            var plain = segment.Replace("%2E", ".", StringComparison.OrdinalIgnoreCase);
            if (plain == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (plain is not ("." or ".."))
                segments.Add(segment);
        }

        return segments;
    }

    private static string? Decoded(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
            return segment;
        var bytes = new ArrayBufferWriter<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            var one = (byte)segment[i];
            if (segment[i] > 127 || (one == '%' && (i + 2 >= segment.Length || !byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out one))))
                return null;
            i += segment[i] == '%' ? 2 : 0;
            bytes.Write([one]);
        }

        try
        {
            return Strict.GetString(bytes.WrittenSpan);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
