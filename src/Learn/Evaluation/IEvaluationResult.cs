using System.Text.Json.Nodes;

namespace Kairos.Learn.Evaluation;

/// <summary>What an evaluation found, for programs and for people.</summary>
public interface IEvaluationResult
{
    /// <summary>One object, in the form that all tasks share.</summary>
    JsonObject ToJson();

    /// <summary>Lines for a terminal.</summary>
    IEnumerable<string> ToLines();
}
