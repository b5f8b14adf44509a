using Kairos.Decide.Placements;

namespace Kairos.Decide.Decisions;

/// <summary>Reads one element of <c>placements</c>.</summary>
internal static class PlacementReader
{
    /// <summary>Reads the element at hand.</summary>
    /// <param name="json">At the element.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="index">Its place.</param>
    /// <returns>The placement asked for; null after a fault.</returns>
    public static PlacementRequest? Read(scoped ref MemberReader json, RequestLimits limits, int index)
    {
        if (!json.IsNested && json.Refusal is null && json.Text() is { } name)
            return new PlacementRequest { Id = name };
        if (!json.EnterObject())
        {
            json.Refuse("must be an object with an id.");
            return null;
        }

        var read = new PlacementRequest { Id = "" };
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "id": read = read with { Id = json.Text() ?? "" }; break;
                case "limit": read = read with { Limit = json.Integer(1, Placement.LimitMax) }; break;
                case "item": read = read with { Item = json.Text()?.Trim() }; break;
                case "category": read = read with { Category = json.Text() }; break;
                case "candidates":
                    read = read with { Candidates = Candidates(ref json, limits) };
                    json.At("placements", index);
                    break;
                default: json.Skip(); break;
            }
        }

        if (read.Id.Length == 0)
        {
            json.At("placements", index);
            json.Refuse("needs an \"id\": the name of a placement.");
        }

        return json.Refusal is null ? read : null;
    }

    private static List<string> Candidates(scoped ref MemberReader json, RequestLimits limits)
    {
        var ids = new List<string>();
        if (!json.EnterArray())
            return ids;
        while (json.NextValue())
        {
            json.At("candidates", ids.Count);
            if (ids.Count == limits.CandidatesMax)
                json.Refuse($"is one too many: send at most {limits.CandidatesMax} candidates.", RequestFault.TooMany);
            else if (json.Text()?.Trim() is { Length: > 0 } id)
                ids.Add(id);
            else
                json.Refuse("must be the id of an item.");
        }

        return ids;
    }
}
