namespace Kairos.Unify.Identities.Linkage;

/// <summary>Whether a record of one file may be linked to several of the other.</summary>
public enum OneToOne
{
    /// <summary>To one at most, when neither file seems to hold duplicates of its own.</summary>
    Auto,

    /// <summary>To one at most.</summary>
    Always,

    /// <summary>To any number.</summary>
    Never,
}
