using Kairos.Capture.Events;

namespace Kairos.Learn.Models;

/// <summary>One item that a visitor touched.</summary>
/// <param name="Item">The item.</param>
/// <param name="AtMs">When, in milliseconds since 1970.</param>
/// <param name="Weight">How much it says about taste: 1 for a view, more for a cart or a purchase. Positive.</param>
public readonly record struct SessionItem(ItemKey Item, long AtMs, float Weight);
