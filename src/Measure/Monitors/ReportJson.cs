using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.Learn.Models;

namespace Kairos.Measure.Monitors;

/// <summary>Writes the shapes of other stages that reports hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelStatus))]
internal sealed partial class ReportJson : JsonSerializerContext;
