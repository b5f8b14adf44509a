namespace Kairos.Unify.People;

/// <summary>The types of identifier that every workspace has.</summary>
public static class IdentifierType
{
    /// <summary>One browser or one app installation.</summary>
    public const string AnonymousId = "anonymousId";

    /// <summary>The caller's own id of a person.</summary>
    public const string UserId = "userId";
}
