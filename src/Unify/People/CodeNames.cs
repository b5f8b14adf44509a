using System.Collections.Frozen;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;

namespace Kairos.Unify.People;

/// <summary>The names of event codes.</summary>
internal static class CodeNames
{
    private static readonly FrozenDictionary<EventCode, string> Names =
        EventVocabulary.All.GroupBy(static known => known.Code).ToFrozenDictionary(static group => group.Key, static group => group.First().Name);

    /// <summary>The name of a code; <c>custom</c> stands for all names of the sender's own.</summary>
    public static string Of(EventCode code) => Names.TryGetValue(code, out var name) ? name : "custom";
}
