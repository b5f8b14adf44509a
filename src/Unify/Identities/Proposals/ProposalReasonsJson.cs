using System.Text.Json.Serialization;
using Kairos.Unify.Identities.Linkage;

namespace Kairos.Unify.Identities.Proposals;

/// <summary>How reasons are stored.</summary>
[JsonSerializable(typeof(IReadOnlyList<FieldWeight>))]
internal sealed partial class ProposalReasonsJson : JsonSerializerContext;
