using System.Net;
using Kairos.Capture.Normalizers;
using Kairos.Govern.Purposes;

namespace Kairos.Decide.Decisions;

/// <summary>Parts of a body that say where the visitor is: which law counts.</summary>
internal static class PrivacyParts
{
    /// <summary>Reads <c>{"country":"DE","region":"BY"}</c>, unless an address has told already.</summary>
    /// <param name="json">At the object.</param>
    /// <param name="request">What is known without it.</param>
    public static DecisionRequest Location(this scoped ref MemberReader json, DecisionRequest request)
    {
        if (!json.EnterObject())
            return request;
        string? country = null, region = null;
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "country" when !json.IsNested: country = json.Text(); break;
                case "region" when !json.IsNested: region = json.Text(); break;
                default: json.Skip(); break;
            }
        }

        return request.Where.IsUnknown ? request with { Where = RegionCode.Of(country, region) } : request;
    }

    /// <summary>Where an address is; an unknown one says nothing.</summary>
    /// <param name="places">Where addresses are.</param>
    /// <param name="address">The address as text, or null.</param>
    /// <param name="request">What is known without it.</param>
    public static DecisionRequest Locate(this IGeography places, string? address, DecisionRequest request) =>
        IPAddress.TryParse(address, out var parsed) && places.Find(parsed) is { Country: not null } place
            ? request with { Where = RegionCode.Of(place.Country, place.Region) }
            : request;
}
