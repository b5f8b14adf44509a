using System.Text.Json.Serialization;

namespace Kairos.Govern.Erasure;

/// <summary>Writes what <see cref="ErasureFile"/> keeps.</summary>
[JsonSerializable(typeof(ErasureTarget))]
[JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSerializable(typeof(ErasureFile.KeptMark[]))]
internal sealed partial class ErasureJson : JsonSerializerContext;
