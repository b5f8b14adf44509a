using System.Text.Json.Serialization;

namespace Kairos.Govern.Access;

/// <summary>The bodies of requests about keys and workspaces, read strictly: a misspelt member is an error, not a key with more rights than meant.</summary>
internal sealed record KeyRequest
{
    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? Role { get; init; }

    public string[]? Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public double? OverlapHours { get; init; }

    public bool? Demanded { get; init; }
}

/// <summary>How they are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(KeyRequest))]
internal sealed partial class KeyRequestJson : JsonSerializerContext;
