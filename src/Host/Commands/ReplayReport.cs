using System.Text.Json.Serialization;

namespace Kairos.Host.Commands;

/// <summary>What <c>kairos replay --verify --json</c> prints.</summary>
/// <param name="Equal">Whether no partition differs.</param>
/// <param name="Partitions">Each of them.</param>
internal sealed record ReplayReport(bool Equal, PartitionReplay[] Partitions);

/// <summary>Writes <see cref="ReplayReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class ReplayJson : JsonSerializerContext;
