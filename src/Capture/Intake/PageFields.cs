using System.Runtime.CompilerServices;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Writes where the event happened and what led there: page, referrer, campaign.</summary>
internal static class PageFields
{
    private const int CampaignScratchBytes = 1_536;

    /// <summary>Writes the fields; <paramref name="anonymized"/> leaves out addresses and titles, which may name somebody.</summary>
    [SkipLocalsInit]
    public static void Write(in Recording at, bool anonymized, EventWriter writer)
    {
        var isPage = at.Draft.Kind is EventKind.Page or EventKind.Screen;
        var sentUrl = at.Draft[Slot.PageUrl].IsScalar || !isPage ? at.Draft[Slot.PageUrl] : at.Draft.OwnItem[(int)ItemSlot.Url];
        var url = sentUrl.IsScalar ? at.Drafts.Bytes(sentUrl) : default;
        var path = at.Text(Slot.PagePath, Slot.Path);
        writer.Write(EventField.PagePath, Texts.Cut(Texts.Path(path.IsEmpty ? url : path), at.Options.FieldBytesMax));
        if (!anonymized)
            writer.Write(EventField.PageTitle, at.Text(Slot.PageTitle, Slot.Title));

        Span<byte> scratch = stackalloc byte[CampaignScratchBytes];
        var campaign = Campaigns.Read(url, scratch);
        WriteCampaign(at, campaign, writer);

        var referrer = at.Text(Slot.PageReferrer, Slot.Referrer);
        if (!anonymized)
            writer.Write(EventField.Referrer, referrer);
        if (!url.IsEmpty || !referrer.IsEmpty)
            writer.Write(EventField.ReferrerClass, Referrers.Class(referrer, url, campaign).AsSpan());
    }

    private static void WriteCampaign(in Recording at, in Campaign campaign, EventWriter writer)
    {
        writer.Write(EventField.CampaignSource, Or(at.Text(Slot.CampaignSource), campaign.Source));
        writer.Write(EventField.CampaignMedium, Or(at.Text(Slot.CampaignMedium), campaign.Medium));
        writer.Write(EventField.CampaignName, Or(at.Text(Slot.CampaignName), campaign.Name));
        writer.Write(EventField.CampaignTerm, Or(at.Text(Slot.CampaignTerm), campaign.Term));
        writer.Write(EventField.CampaignContent, Or(at.Text(Slot.CampaignContent), campaign.Content));
    }

    private static ReadOnlySpan<byte> Or(ReadOnlySpan<byte> stated, ReadOnlySpan<byte> found) => stated.IsEmpty ? found : stated;
}
