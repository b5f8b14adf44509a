using System.Buffers;
using System.Text.Json;
using Kairos.Decide.Plans;
using Kairos.Decide.Ranking;

namespace Kairos.Decide.Decisions;

/// <summary>One decision: what was asked, known and answered. Its parts are used again, so it must be disposed once, when its answer has been written.</summary>
public sealed class Decision : IDisposable
{
    private readonly DecisionPool _pool;
    private readonly List<(PlacementInput Input, PlacementAnswer Answer)> _parts = [];
    private readonly List<VisitorContext> _others = [];
    private readonly ArrayBufferWriter<byte> _answer = new(4096);
    private readonly ArrayBufferWriter<byte> _record = new(16 * 1024);

    internal Decision(DecisionPool pool, Retrieval retrieval)
    {
        _pool = pool;
        Retrieval = retrieval;
        Json = new Utf8JsonWriter(_answer, AnswerWriter.Format);
    }

    /// <summary>What was asked.</summary>
    public DecisionRequest Request { get; private set; } = null!;

    /// <summary>The plan in force.</summary>
    public Plan Plan { get; private set; } = null!;

    /// <summary>Names it and its record.</summary>
    public DecisionId Id { get; internal set; }

    /// <summary>The id as callers see it.</summary>
    public string IdText { get; internal set; } = "";

    /// <summary>When it was made, ms since 1970 UTC.</summary>
    public long AtMs { get; private set; }

    /// <summary>All chance in it follows from this.</summary>
    public ulong Seed { get; private set; }

    /// <summary>Version of the models that answered.</summary>
    public long ModelVersion { get; internal set; }

    /// <summary>What was known of the visitor, for the purpose of the first placement that may know anything.</summary>
    public VisitorContext Visitor { get; } = new();

    /// <summary>The same for each other purpose that placements name.</summary>
    public IReadOnlyList<VisitorContext> Others => _others;

    /// <summary>How long its parts took.</summary>
    public DecisionTimings Timings { get; internal set; }

    /// <summary>How many placements were asked for.</summary>
    public int Count { get; private set; }

    /// <summary>The answer: an array with one object per placement, UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Answer => _answer.WrittenSpan;

    internal Retrieval Retrieval { get; }

    internal Utf8JsonWriter Json { get; }

    /// <summary>Everything that the answer of a placement depended on.</summary>
    /// <param name="placement">Which, from 0.</param>
    public PlacementInput Input(int placement) => _parts[placement].Input;

    /// <summary>What a placement shows.</summary>
    /// <param name="placement">Which, from 0.</param>
    public PlacementAnswer AnswerOf(int placement) => _parts[placement].Answer;

    /// <summary>Gives its parts back for the next decision.</summary>
    public void Dispose() => _pool.Return(this);

    internal void Begin(DecisionRequest request, Plan plan, ulong seed, long atMs) =>
        (Request, Plan, Seed, AtMs, Timings, IdText) = (request, plan, seed, atMs, default, "");

    /// <summary>What was put together for a purpose, or null.</summary>
    internal VisitorContext? VisitorFor(string purpose)
    {
        if (Visitor.Purpose == purpose)
            return Visitor;
        foreach (var other in _others)
        {
            if (other.Purpose == purpose)
                return other;
        }

        return null;
    }

    /// <summary>Where to put together what is known for one more purpose.</summary>
    internal VisitorContext NextVisitor()
    {
        if (Visitor.Purpose is null)
            return Visitor;
        var fresh = new VisitorContext(); // Placements of several purposes in one request are rare: these are not kept.
        fresh.Follow(Visitor);
        _others.Add(fresh);
        return fresh;
    }

    internal (PlacementInput Input, PlacementAnswer Answer) Next()
    {
        if (Count == _parts.Count)
            _parts.Add((new PlacementInput(), new PlacementAnswer()));
        return _parts[Count++];
    }

    /// <summary>Writes the answer out; again when something has been added to it.</summary>
    internal void WriteAnswer(AnswerWriter writer)
    {
        _answer.ResetWrittenCount();
        Json.Reset(_answer);
        Json.WriteStartArray();
        for (var i = 0; i < Count; i++)
            writer.Write(Json, _parts[i].Input, _parts[i].Answer);
        Json.WriteEndArray();
        Json.Flush();
    }

    /// <summary>Writes the record.</summary>
    internal ReadOnlyMemory<byte> Record(RecordWriter writer)
    {
        _record.ResetWrittenCount();
        Json.Reset(_record);
        writer.Write(Json, this);
        Json.Flush();
        return _record.WrittenMemory;
    }

    internal void Clear()
    {
        for (var i = 0; i < Count; i++)
            _parts[i].Input.Clear();
        Count = 0;
        Visitor.Clear();
        _others.Clear();
        _answer.ResetWrittenCount();
        (Request, Plan) = (null!, null!);
    }
}
