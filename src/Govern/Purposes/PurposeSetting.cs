using System.ComponentModel.DataAnnotations;

namespace Kairos.Govern.Purposes;

/// <summary>One purpose of <c>Govern:Purposes:Named</c>: a new one, or what is different about one of the preset's. What is not set stays as the preset has it.</summary>
public sealed class PurposeSetting
{
    /// <summary>Its place in everything stored, 8–15. New purposes need one; it must never be given to another purpose, and the server remembers which purpose had it.</summary>
    [Range(0, Purpose.Max - 1)]
    public int? Index { get; init; }

    /// <summary>What consent tools call it, besides its name. Case, spaces, dashes and the like make no difference.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What counts until the person says otherwise; a new purpose asks for consent.</summary>
    public LegalBasis? Basis { get; init; }

    /// <summary>Whether an event itself is of use to it, so that its refusal bears on keeping the event.</summary>
    public bool? UsesEvents { get; init; }

    /// <summary>What becomes of an event without it: <c>KeepForOthers</c>, <c>KeepAnonymized</c> or <c>Drop</c>. Only for purposes that use events.</summary>
    public ConsentVerdict? WhenRefused { get; init; }

    /// <summary>Whether <c>Sec-GPC: 1</c> refuses it.</summary>
    public bool? RefusedByGpc { get; init; }

    /// <summary>Whether it may use what is known of somebody who is only probably the same person, as record linkage found them. No preset does.</summary>
    public bool? ProbableLinks { get; init; }

    /// <summary>Features that need it; when there are any, it uses no other.</summary>
    public string[] Features { get; init; } = [];

    /// <summary>Models that need it; when there are any, it uses no other.</summary>
    public string[] Models { get; init; } = [];

    /// <summary>Channels that need it; when there are any, it uses no other.</summary>
    public string[] Channels { get; init; } = [];
}
