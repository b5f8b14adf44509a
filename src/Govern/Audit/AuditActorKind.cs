namespace Kairos.Govern.Audit;

/// <summary>What kind of actor did something. Numbers are stored: never reuse one.</summary>
public enum AuditActorKind : byte
{
    /// <summary>The program by itself.</summary>
    Server = 1,

    /// <summary>A command on a data folder that no server had open.</summary>
    Command = 2,

    /// <summary>Whoever had a key.</summary>
    Key = 3,

    /// <summary>A person who signed in at the identity provider.</summary>
    Person = 4,
}
