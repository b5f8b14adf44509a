namespace Kairos.Scenarios.Hostile;

/// <summary>Requests that break HTTP itself, by what is wrong with them. <c>WRITE</c> and <c>SECRET</c> stand for good keys.</summary>
internal static class BrokenRequests
{
    private const string Track = "POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer WRITE\r\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["a body shorter than it says"] = Track + "Content-Length: 5000\r\n\r\n{\"event\":\"a\"}",
        ["a body longer than it says"] = Track + "Content-Length: 3\r\n\r\n{\"event\":\"a\",\"anonymousId\":\"x\"}",
        ["a negative length"] = Track + "Content-Length: -1\r\n\r\n{}",
        ["a length beyond all numbers"] = Track + "Content-Length: 99999999999999999999\r\n\r\n{}",
        ["two lengths"] = Track + "Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}",
        ["a length and chunks"] = Track + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        ["a chunk without a size"] = Track + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
        ["a chunk of two gigabytes"] = Track + "Transfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n{}",
        ["a key that is no base64"] = "POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Basic !!!!\r\nContent-Length: 2\r\n\r\n{}",
        ["a key of bytes that are no text"] = "GET /v1/projects/%00%ff%c0%80/settings HTTP/1.1\r\nHost: x\r\n\r\n",
        ["a person named by control bytes"] = "GET /v1/profiles/anonymousId:%00%FF%2e%2e%2f HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer SECRET\r\n\r\n",
        ["a person of no type"] = "GET /v1/profiles/:: HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer SECRET\r\n\r\n",
        ["events at a cursor nobody gave"] = "GET /v1/profiles/anonymousId:x/events?limit=99999999999&cursor=%00zz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer SECRET\r\n\r\n",
        ["a decision that is a path"] = "GET /v1/decisions/%2e%2e%2f%2e%2e HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer SECRET\r\n\r\n",
        ["an item that is a path"] = "PUT /v1/items/..%2f..%2f%00 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer SECRET\r\nContent-Length: 4\r\n\r\nnull",
        ["a verb nobody knows"] = "BREW /v1/track HTTP/1.1\r\nHost: x\r\n\r\n",
        ["no HTTP at all"] = "\0\0\0\0\u0016\u0003\u0001 not HTTP at all\r\n\r\n",
        ["headers without end"] = Track + string.Concat(Enumerable.Range(0, 3000).Select(i => $"X-{i}: {i}\r\n")),
    };
}
