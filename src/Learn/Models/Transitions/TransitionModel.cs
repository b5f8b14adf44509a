using System.Globalization;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Transitions;

/// <summary>Counts which items come next to which, and answers with what usually follows or surrounds the latest ones.</summary>
/// <remarks>
/// <para>Column <c>next</c> is the first-order Markov chain: how often a target came directly after the last item. Column <c>near</c>
/// is sequential rules read in both directions: each pair within the window counts 1/distance, each of the latest items speaks with
/// the query decay. Source: Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 28, 2018, section 3.1 (MC, SR).</para>
/// <para>Counts are always live: there is nothing to fold. A frozen state shares the rows with the live model, which copies a row before it
/// changes one that is still to be written.</para>
/// </remarks>
public sealed class TransitionModel(TransitionOptions options) : ISessionModel
{
    private const int NextColumn = 0;
    private const int NearColumn = 1;
    private const int FirstTargets = 4;

    private readonly double _halfLifeMs = options.HalfLife.TotalMilliseconds;
    private int[]?[] _rows = new int[1024][]; // Each is the cells of a row.
    private FrozenRows? _frozen;
    private long _memoryBytes;

    /// <inheritdoc/>
    public int Columns => 2;

    /// <inheritdoc/>
    public string NameOf(int column) => column == NextColumn ? "next" : "near";

    /// <inheritdoc/>
    public CandidateSource SourceOf(int column, bool inCategory) => CandidateSource.Transitions;

    /// <inheritdoc/>
    public long MemoryBytes => Volatile.Read(ref _memoryBytes) + _rows.Length * 8L;

    /// <inheritdoc/>
    public long Folds => 0;

    /// <inheritdoc/>
    public string StateForm => string.Create(CultureInfo.InvariantCulture, $"transitions 1 window {options.WindowClicks} targets {options.TargetsMax} half-life {options.HalfLife}");

    /// <inheritdoc/>
    public IFrozenState Freeze() => _frozen = new FrozenRows([.. _rows]);

    /// <inheritdoc/>
    public void Restore(StateReader from)
    {
        _rows = FrozenRows.Read(from);
        _memoryBytes = _rows.Sum(static row => (long)new TransitionRow(row).MemoryBytes);
    }

    /// <inheritdoc/>
    public void Learn(in LearnedClick click)
    {
        var before = click.Before;
        if (before.IsEmpty)
            return;
        var decay = new TransitionDecay(click.AtMs, _halfLifeMs);
        var weight = click.Weight * decay.Worth;
        for (var distance = 1; distance <= options.WindowClicks && distance <= before.Length; distance++)
            RowOf(before[^distance]).Prefetch();
        for (var distance = 1; distance <= options.WindowClicks && distance <= before.Length; distance++)
        {
            var earlier = before[^distance];
            var near = weight / distance;
            Count(earlier, click.Item, distance == 1 ? weight : 0, near, decay.Epoch);
            Count(click.Item, earlier, 0, near, decay.Epoch);
        }
    }

    /// <inheritdoc/>
    public void Close(int session)
    {
    }

    /// <inheritdoc/>
    public void Settle(bool wait)
    {
    }

    /// <inheritdoc/>
    public void Score(in SessionQuery query, QueryScratch scratch, int column)
    {
        if (query.Items.IsEmpty)
            return;
        if (RowOf(query.Items[^1]) is { Cells: not null, NextSum: > 0 } last)
        {
            var scale = 1 / last.NextSum;
            var count = last.Count;
            var targets = last.Targets[..count];
            var next = last.Next[..count];
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] > 0)
                    scratch.Table.Add(column + NextColumn, targets[i], next[i] * scale);
            }
        }
        ScoreNear(query.Items, query.Weights, scratch.Table, column + NearColumn, options.QueryItems, 0);
    }

    /// <summary>Adds what surrounds some items.</summary>
    /// <param name="items">Item numbers, oldest first.</param>
    /// <param name="weights">What each counts.</param>
    /// <param name="table">Receives the scores.</param>
    /// <param name="column">Which score.</param>
    /// <param name="itemsMax">How many of the latest items speak.</param>
    /// <param name="because">The place by which the first item is remembered as the one that spoke.</param>
    public void ScoreNear(
        ReadOnlySpan<int> items, ReadOnlySpan<float> weights, CandidateTable table, int column, int itemsMax, int because)
    {
        var voice = 1f;
        for (var i = items.Length - 1; i >= 0 && items.Length - i <= itemsMax; i--, voice *= (float)options.QueryDecay)
        {
            if (RowOf(items[i]) is not { Cells: not null, NearSum: > 0 } row)
                continue;
            var scale = voice * weights[i] / row.NearSum;
            var count = row.Count;
            var targets = row.Targets[..count];
            var near = row.Near[..count];
            for (var j = 0; j < near.Length; j++)
            {
                var score = near[j] * scale;
                if (score > 0)
                    table.Add(column, targets[j], score, because + i, score);
            }
        }
    }

    private TransitionRow RowOf(int item)
    {
        var rows = Volatile.Read(ref _rows);
        return new TransitionRow(item < rows.Length ? Volatile.Read(ref rows[item]) : null);
    }

    private void Count(int item, int target, float next, float near, int epoch)
    {
        if (item >= _rows.Length)
        {
            var rows = _rows;
            Array.Resize(ref rows, Math.Max(item + 1, rows.Length * 2));
            Volatile.Write(ref _rows, rows);
        }
        var row = new TransitionRow(_rows[item]);
        var after = row.Cells is null ? TransitionRow.Make(FirstTargets, epoch) : row;
        if (after.Epoch < epoch)
        {
            after = after.In(epoch, TransitionDecay.Between(after.Epoch, epoch));
        }
        else if (after.Epoch > epoch)
        {
            var late = TransitionDecay.Between(epoch, after.Epoch);
            (next, near) = (next * late, near * late);
        }
        if (ReferenceEquals(row.Cells, after.Cells) && _frozen?.Shares(item, row.Cells) == true)
            after = after.In(after.Epoch, 1);
        after = after.Add(target, next, near, options.TargetsMax);
        if (ReferenceEquals(row.Cells, after.Cells))
            return;
        _memoryBytes += after.MemoryBytes - row.MemoryBytes;
        Volatile.Write(ref _rows[item], after.Cells);
    }
}
