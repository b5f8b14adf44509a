using System.Runtime.CompilerServices;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Writes what was done: searched, filtered, bought, read.</summary>
internal static class ActionFields
{
    private const double DayMs = 86_400_000;

    /// <summary>
    /// Writes the fields. Where no <paramref name="items"/> were written, a category is that of the page or list.
    /// </summary>
    public static void Write(in Recording at, EventCode code, int items, EventWriter writer)
    {
        WriteQuery(at, code, writer);
        WriteFilters(at, writer);
        WriteMeasures(at, code, writer);
        if (at.Text(Slot.Category) is { IsEmpty: false } category)
            writer.Write(EventField.Category, category);
        else if (items == 0 || code == EventCode.ProductListViewed || code == EventCode.ProductListFiltered)
            writer.Write(EventField.Category, at.Own(ItemSlot.Category));
    }

    /// <summary>Writes what can be added up: money, time spent, how far was read.</summary>
    public static void WriteMeasures(in Recording at, EventCode code, EventWriter writer)
    {
        WriteMoney(at, code, writer);
        if (at.Number(at.Draft[Slot.EngagedMs]) is >= 0 and <= DayMs and var engaged)
            writer.Write(EventField.EngagedMs, (long)engaged);
        if (at.Number(at.Draft[Slot.ScrollDepth]) is >= 0 and <= 100 and var depth)
            writer.Write(EventField.ScrollDepth, depth > 1 ? depth / 100 : depth); // Above 1 it is a percentage.
    }

    [SkipLocalsInit]
    private static void WriteQuery(in Recording at, EventCode code, EventWriter writer)
    {
        Span<byte> folded = stackalloc byte[256];
        var query = at.Text(Slot.Query, Slot.SearchTerm);
        if (query.IsEmpty && code == EventCode.ProductsSearched)
            query = at.Text(Slot.Q);
        writer.Write(EventField.Query, Texts.Fold(query, folded));
    }

    private static void WriteMoney(in Recording at, EventCode code, EventWriter writer)
    {
        var revenue = at.Number(at.Draft[Slot.Revenue]);
        if (double.IsNaN(revenue))
            revenue = at.Number(at.Draft[Slot.Total]);
        if (double.IsNaN(revenue) && code is EventCode.OrderCompleted or EventCode.OrderRefunded)
            revenue = at.Number(at.Draft[Slot.FilterValue]);
        if (!double.IsNaN(revenue))
            writer.Write(EventField.Revenue, revenue);

        Span<byte> currency = stackalloc byte[3];
        if (at.Draft[Slot.Currency].Kind == SentKind.Text && Coercion.TryCurrency(at.Drafts.Bytes(at.Draft[Slot.Currency]), currency))
            writer.Write(EventField.Currency, currency);
    }

    private static void WriteFilters(in Recording at, EventWriter writer)
    {
        foreach (var (attribute, value) in at.Draft.Filters)
            writer.WritePair(EventField.Filter, at.Text(attribute), at.Text(value));
        if (at.Text(Slot.FilterAttribute) is { IsEmpty: false } own)
            writer.WritePair(EventField.Filter, own, at.Text(Slot.FilterValue));
    }
}
