using System.Collections.Frozen;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;

namespace Kairos.Unify.People;

/// <summary>The names of event codes.</summary>
internal static class CodeNames
{
    // Three calls have names of their own that no track call can take, so they are not in the vocabulary.
    private static readonly FrozenDictionary<EventCode, string> Names = EventVocabulary.All
        .GroupBy(static known => known.Code).Select(static group => KeyValuePair.Create(group.Key, group.First().Name))
        .Concat([new(EventCode.Identified, "identified"), new(EventCode.Grouped, "grouped"), new(EventCode.Aliased, "aliased")])
        .ToFrozenDictionary();

    /// <summary>The name of a code; <c>custom</c> stands for all names of the sender's own.</summary>
    public static string Of(EventCode code) => Names.TryGetValue(code, out var name) ? name : "custom";
}
