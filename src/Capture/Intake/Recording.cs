using Kairos.Capture.Normalizers;
using Kairos.Capture.Parsing;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Intake;

/// <summary>One draft on its way to becoming a record, with all that its fields are read from.</summary>
internal readonly ref struct Recording(Workspace workspace, DraftBatch drafts, EventDraft draft, IntakeOptions options)
{
    public Workspace Workspace { get; } = workspace;

    public DraftBatch Drafts { get; } = drafts;

    public EventDraft Draft { get; } = draft;

    public IntakeOptions Options { get; } = options;

    /// <summary>Whether a slot holds something that can name a thing: a text that is not blank, or a number.</summary>
    public bool Has(Slot slot) => AdmissionRules.IsId(Drafts, Draft[slot]);

    /// <summary>A text or number as a field has it: trimmed and cut; empty for anything else.</summary>
    public ReadOnlySpan<byte> Text(SentValue value) =>
        value.IsScalar ? Texts.Cut(Texts.Trim(Drafts.Bytes(value)), Options.FieldBytesMax) : default;

    /// <summary>A number, or a text that reads as one; NaN for anything else.</summary>
    public double Number(SentValue value) =>
        value.IsScalar && Coercion.TryNumber(Drafts.Bytes(value), out var number) ? number : double.NaN;

    /// <summary>What a slot holds as a field has it.</summary>
    public ReadOnlySpan<byte> Text(Slot slot) => Text(Draft[slot]);

    /// <summary>The first of two slots that holds something.</summary>
    public ReadOnlySpan<byte> Text(Slot slot, Slot otherwise) => Text(slot) is { IsEmpty: false } text ? text : Text(otherwise);

    /// <summary>The item that the properties themselves may hold: its words are the page's or the list's on other calls.</summary>
    public ReadOnlySpan<byte> Own(ItemSlot slot) => Text(Draft.OwnItem[(int)slot]);
}
