using System.Text.Json.Serialization;
using Kairos.Capture.Journal;

namespace Kairos.Host.Commands;

/// <summary>Writes the doctor's report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
