namespace Kairos.Capture.Events;

/// <summary>The 64-bit keyed hash of an item's id within its workspace. The same on every node; zero is no item.</summary>
/// <param name="Value">The hash.</param>
[GenerateSerializer, Immutable, Alias("kairos.item-key")]
public readonly record struct ItemKey([property: Id(0)] ulong Value)
{
    /// <summary>Whether this is no item.</summary>
    public bool IsNone => Value == 0;
}
