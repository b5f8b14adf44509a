using System.Collections.Concurrent;
using System.Globalization;
using Kairos.Capture.Events;
using Kairos.Learn.Snapshots;

namespace Kairos.Learn.Models.Popular;

/// <summary>What is looked at most, in the whole catalogue and by category, and what is looked at more than usual.</summary>
/// <remarks>Additive: each click adds to the catalogue's counts and to those of its category. Lists are published after each run of clicks.</remarks>
public sealed class PopularModel(PopularOptions options) : ISessionModel
{
    private readonly PopularContext _all = new(options, slots: null);
    private readonly ConcurrentDictionary<ulong, PopularContext> _categories = new();
    private readonly List<PopularContext> _stale = [];

    /// <inheritdoc/>
    public int Columns => 1;

    /// <inheritdoc/>
    public string NameOf(int column) => "popular";

    /// <inheritdoc/>
    public CandidateSource SourceOf(int column, bool inCategory) =>
        inCategory ? CandidateSource.PopularInCategory : CandidateSource.Popular;

    /// <inheritdoc/>
    public long MemoryBytes => _all.MemoryBytes + _categories.Sum(static pair => pair.Value.MemoryBytes);

    /// <inheritdoc/>
    public long Folds => 0;

    /// <inheritdoc/>
    public string StateForm => string.Create(CultureInfo.InvariantCulture,
        $"popular 1 half-life {options.HalfLife} trend {options.TrendHalfLife} list {options.ListItems} categories {options.CategoriesMax}");

    /// <inheritdoc/>
    public IFrozenState Freeze()
    {
        var frozen = new FrozenContexts();
        frozen.Add(_all.Freeze(frozen, 0));
        foreach (var (category, context) in _categories)
            frozen.Add(context.Freeze(frozen, category));
        return frozen;
    }

    /// <inheritdoc/>
    public void Restore(StateReader from)
    {
        for (var left = from.Read<int>(); left > 0; left--)
        {
            var category = from.Read<ulong>();
            var context = category == 0 ? _all : new PopularContext(options, new ItemSlots());
            context.Restore(from);
            if (category != 0)
                _categories[category] = context;
        }
    }

    /// <inheritdoc/>
    public void Learn(in LearnedClick click)
    {
        Count(_all, click);
        if (click.Category.IsNone)
            return;
        if (!_categories.TryGetValue(click.Category.Value, out var context))
        {
            if (_categories.Count >= options.CategoriesMax)
                return;
            _categories[click.Category.Value] = context = new PopularContext(options, new ItemSlots());
        }
        Count(context, click);
    }

    /// <inheritdoc/>
    public void Close(int session)
    {
    }

    /// <inheritdoc/>
    public void Settle(bool wait)
    {
        foreach (var context in _stale)
            context.Publish();
        _stale.Clear();
    }

    /// <inheritdoc/>
    public void Score(in SessionQuery query, QueryScratch scratch, int column)
    {
        var list = query.IsJudged ? Judged : ListOf(query.Category, now: false);
        for (var i = 0; i < list.Items.Length; i++)
            scratch.Table.Add(column, list.Items[i], list.Shares[i]);
    }

    /// <summary>What was popular in the whole catalogue some clicks ago, by the clicks alone.</summary>
    internal PopularList Judged => _all.Judged;

    /// <summary>The items looked at most, best first.</summary>
    /// <param name="category">One category, or none for the whole catalogue.</param>
    /// <param name="now">Whether trends count.</param>
    internal PopularList ListOf(SymbolKey category, bool now)
    {
        var context = _all;
        if (!category.IsNone && !_categories.TryGetValue(category.Value, out context))
            return PopularList.Empty;
        return now ? context!.Now : context!.Popular;
    }

    private void Count(PopularContext context, in LearnedClick click)
    {
        if (!context.Stale)
            _stale.Add(context);
        context.Add(click.Item, click.Weight, click.AtMs);
    }
}
