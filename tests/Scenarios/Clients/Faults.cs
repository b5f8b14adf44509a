namespace Kairos.Scenarios.Clients;

/// <summary>Ways in which a network may be bad.</summary>
internal static class Faults
{
    /// <summary>All is well.</summary>
    public static Fault None(int request) => Fault.None;

    /// <summary>Every kind of fault comes early and again, in turn, with good requests between them.</summary>
    public static Fault InTurn(int request) => (request % 10) switch
    {
        1 => Fault.BrokenAfterwards,
        3 => Fault.Unavailable,
        5 => Fault.UnavailableAfterwards,
        7 => request < 10 ? Fault.TooManyRequests : Fault.None, // It asks for a second of patience: once is enough.
        _ => Fault.None,
    };
}
