using System.Net;
using System.Text;
using Kairos.Capture.Normalizers;
using Kairos.Govern.Purposes;
using Kairos.Govern.Purposes.TcStrings;

namespace Kairos.Decide.Decisions;

/// <summary>Parts of a body that say what may be done, and where the visitor is: which law counts.</summary>
internal static class PrivacyParts
{
    /// <summary>Reads what consent tools write: <c>{"categoryPreferences":{"Advertising":false}}</c>, RudderStack's lists of ids, and TC strings.</summary>
    /// <param name="json">At the object.</param>
    /// <param name="stated">What was stated before.</param>
    /// <param name="purposes">What it may be about.</param>
    /// <param name="tcf">What a TC string means; null when none is read.</param>
    public static StatedConsent Consent(this scoped ref MemberReader json, StatedConsent stated, PurposePolicy purposes, TcfMapping? tcf)
    {
        if (!json.EnterObject())
            return stated;
        var (framework, applies) = (StatedConsent.Nothing, true);
        while (json.NextMember())
        {
            switch (json.Name)
            {
                case "tcString" or "euconsent-v2" when tcf is not null && !json.IsNull:
                    framework = tcf.With(framework, json.PlainBytes); // What is no text cannot be read, and that is a no.
                    json.Skip();
                    break;
                case "gdprApplies":
                    applies = !json.IsFalse;
                    json.Skip();
                    break;
                case "categoryPreferences" when json.IsObject:
                    while (json.NextMember())
                    {
                        stated = stated.With(purposes, Encoding.UTF8.GetBytes(json.Name), json.IsTrue); // Anything but a clear yes is a refusal.
                        json.Skip();
                    }

                    break;
                case "allowedConsentIds" or "deniedConsentIds" when json.IsArray:
                    var granted = json.Name == "allowedConsentIds";
                    while (json.NextValue())
                    {
                        stated = stated.With(purposes, Encoding.UTF8.GetBytes(json.TextOrNothing), granted);
                        json.Skip();
                    }

                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return applies ? stated with { Granted = (ushort)(stated.Granted | framework.Granted), Refused = (ushort)(stated.Refused | framework.Refused) } : stated;
    }

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
