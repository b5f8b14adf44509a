using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kairos.Decide.Placements;

namespace Kairos.Decide.Plans;

/// <summary>Names a plan by its contents.</summary>
internal static class PlanRevision
{
    /// <summary>The revision: <c>p-</c> and the first twelve hexadecimal digits of the SHA-256 of all that the plan says, in order of name.</summary>
    public static string Of(IEnumerable<Placement> placements)
    {
        var text = new StringBuilder();
        foreach (var it in placements.OrderBy(placement => placement.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{it.Id}\t{it.Kind}\t{it.Limit}\t{it.SuppressBought}\t{it.SuppressInCart}\t{it.SuppressShown}")
                .Append(CultureInfo.InvariantCulture, $"\t{it.SuppressSeen}\t{it.OnlyAvailable}\t{it.Scope}\t{it.Purpose}\t{string.Join('\u001f', it.Fallback)}{(it.ReadsAccount ? "\taccount" : "")}\n");
        }

        return "p-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
    }
}
