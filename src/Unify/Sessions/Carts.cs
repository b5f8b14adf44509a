using Kairos.Capture.Events;

namespace Kairos.Unify.Sessions;

/// <summary>What is in the cart after a session's touches, in time order; events that came late have already taken their place.</summary>
internal static class Carts
{
    /// <summary>The cart, latest change first.</summary>
    /// <param name="touches">Oldest first.</param>
    /// <param name="max">Most lines kept; the ones changed longest ago go first.</param>
    /// <remarks>
    /// Adding adds its quantity, removing takes it away (never below nothing), viewing the cart or starting a checkout with items states
    /// the whole cart, an order takes out what it names, or all when it names nothing.
    /// </remarks>
    public static CartLine[] Of(ReadOnlySpan<Touch> touches, int max)
    {
        List<CartLine>? lines = null; // Oldest change first.
        for (var i = 0; i < touches.Length; i++)
        {
            ref readonly var touch = ref touches[i];
            if (touch.Code == EventCode.ProductAdded && !touch.Item.IsNone)
            {
                Change(lines ??= [], touch, Math.Max(1, touch.Quantity));
            }
            else if (touch.Code == EventCode.ProductRemoved && lines is not null)
            {
                Change(lines, touch, -Math.Max(1, touch.Quantity));
            }
            else if (TouchKinds.StatesCart(touch.Code) && !touch.Item.IsNone)
            {
                lines ??= [];
                if (i == 0 || touches[i - 1].Message != touch.Message || touches[i - 1].Code != touch.Code)
                    lines.Clear();
                Change(lines, touch, Math.Max(1, touch.Quantity));
            }
            else if (touch.Code == EventCode.OrderCompleted && lines is not null)
            {
                var item = touch.Item;
                if (item.IsNone)
                    lines.Clear();
                else
                    lines.RemoveAll(line => line.Item == item);
            }
        }

        if (lines is null)
            return [];
        lines.Reverse();
        return [.. lines.Take(max)];
    }

    /// <summary>Distinct items bought, latest first.</summary>
    /// <param name="touches">Oldest first.</param>
    /// <param name="max">Most items.</param>
    public static ItemKey[] Bought(ReadOnlySpan<Touch> touches, int max)
    {
        List<ItemKey>? bought = null;
        for (var i = touches.Length - 1; i >= 0; i--)
        {
            ref readonly var touch = ref touches[i];
            if (touch.Code != EventCode.OrderCompleted || touch.Item.IsNone)
                continue;
            bought ??= [];
            if (bought.Count < max && !bought.Contains(touch.Item))
                bought.Add(touch.Item);
        }

        return bought is null ? [] : [.. bought];
    }

    private static void Change(List<CartLine> lines, in Touch touch, int by)
    {
        var item = touch.Item;
        var at = lines.FindIndex(line => line.Item == item);
        var before = at < 0 ? new CartLine(item, 0, float.NaN) : lines[at];
        if (at >= 0)
            lines.RemoveAt(at);
        var quantity = (int)Math.Min((long)before.Quantity + by, int.MaxValue);
        if (quantity > 0)
            lines.Add(new CartLine(item, quantity, float.IsNaN(touch.Price) ? before.Price : touch.Price));
    }
}
