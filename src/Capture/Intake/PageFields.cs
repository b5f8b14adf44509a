using System.Runtime.CompilerServices;
using Kairos.Capture.Events;
using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;

namespace Kairos.Capture.Intake;

/// <summary>Writes where the event happened and what led there: page, referrer, campaign.</summary>
internal static class PageFields
{
    private const int CampaignScratchBytes = 1_536;

    /// <summary>Writes the fields.</summary>
    [SkipLocalsInit]
    public static void Write(in Recording at, EventWriter writer)
    {
        var url = Url(at);
        var path = at.Text(Slot.PagePath, Slot.Path);
        writer.Write(EventField.PagePath, Texts.Cut(Texts.Path(path.IsEmpty ? url : path), at.Options.FieldBytesMax));
        writer.Write(EventField.PageTitle, at.Text(Slot.PageTitle, Slot.Title));

        Span<byte> scratch = stackalloc byte[CampaignScratchBytes];
        var campaign = Campaigns.Read(url, scratch);
        WriteCampaign(at, campaign, writer);

        var referrer = at.Text(Slot.PageReferrer, Slot.Referrer);
        writer.Write(EventField.Referrer, referrer);
        if (!url.IsEmpty || !referrer.IsEmpty)
            writer.Write(EventField.ReferrerClass, Referrers.Class(referrer, url, campaign).AsSpan());
    }

    /// <summary>Writes only what kind of place led there: a word of ours, nothing that was sent.</summary>
    [SkipLocalsInit]
    public static void WriteClass(in Recording at, EventWriter writer)
    {
        var url = Url(at);
        var referrer = at.Text(Slot.PageReferrer, Slot.Referrer);
        Span<byte> scratch = stackalloc byte[CampaignScratchBytes];
        if (!url.IsEmpty || !referrer.IsEmpty)
            writer.Write(EventField.ReferrerClass, Referrers.Class(referrer, url, Campaigns.Read(url, scratch)).AsSpan());
    }

    private static ReadOnlySpan<byte> Url(in Recording at)
    {
        var isPage = at.Draft.Kind is EventKind.Page or EventKind.Screen;
        var sent = at.Draft[Slot.PageUrl].IsScalar || !isPage ? at.Draft[Slot.PageUrl] : at.Draft.OwnItem[(int)ItemSlot.Url];
        return sent.IsScalar ? at.Drafts.Bytes(sent) : default;
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
