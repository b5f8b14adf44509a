namespace Kairos.Host.Demo;

/// <summary>One click of the clothing shop's log: somebody looked at one model.</summary>
/// <param name="Item">Code of the model, such as <c>A13</c>.</param>
/// <param name="Category">Where it hung: <c>trousers</c>, <c>skirts</c>, <c>blouses</c> or <c>sale</c>.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Price">Its price in US dollars.</param>
public sealed record Click(string Item, string Category, string Colour, int Price)
{
    /// <summary>The model as a person would call it.</summary>
    public string Name => Category == "sale" ? $"{Colour} piece {Item}" : $"{Colour} {Category} {Item}";
}
