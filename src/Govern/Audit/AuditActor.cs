namespace Kairos.Govern.Audit;

/// <summary>Who did something.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Id">A key's number, a person's subject, a command's user, a part of the program.</param>
/// <param name="Name">What people call it: the key's name, the command. Never the key itself.</param>
public sealed record AuditActor(AuditActorKind Kind, string Id, string Name)
{
    /// <summary>The role acted under, or the scopes of the key; null where roles mean nothing.</summary>
    public string? Role { get; init; }

    /// <summary>The address that it came from; null when it came from no network.</summary>
    public string? Address { get; init; }

    /// <summary>A part of the program that acts by itself: retention, the first start.</summary>
    /// <param name="part">Which, lower case with dashes.</param>
    public static AuditActor Of(string part) => new(AuditActorKind.Server, part, part);

    /// <summary>A command on this machine, run on a data folder that no server has open.</summary>
    /// <param name="command">Its words, such as <c>kairos erase</c>.</param>
    public static AuditActor OfCommand(string command) => new(AuditActorKind.Command, Environment.UserName, command);
}
