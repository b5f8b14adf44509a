namespace Kairos.Learn.Models.SessionNeighbours;

/// <summary>The working memory of one neighbour search.</summary>
internal sealed class NeighbourScratch
{
    public const int CursorsMax = 64;
    public const int ItemsMax = 256;

    public readonly int[] Heads = new int[CursorsMax];
    public readonly int[][] Postings = new int[CursorsMax][];
    public readonly int[] At = new int[CursorsMax];
    public readonly int[] End = new int[CursorsMax];
    public readonly int[] Place = new int[CursorsMax];
    public readonly float[] Voice = new float[CursorsMax];
    public readonly int[] Items = new int[ItemsMax];

    /// <summary>The sessions found, most recent first.</summary>
    public int[] Sessions = new int[512];

    /// <summary>How alike each is.</summary>
    public float[] Likeness = new float[512];

    /// <summary>Where in the query stands the latest item that each shares.</summary>
    public int[] Match = new int[512];

    /// <summary>Sorting keys of the sessions found.</summary>
    public ulong[] Order = new ulong[512];

    private readonly int[]?[] _copies = new int[]?[CursorsMax];

    /// <summary>Room for what a cursor copies from a list that goes on changing.</summary>
    public int[] CopyOf(int cursor, int sessions)
    {
        if (_copies[cursor] is not { } copy || copy.Length < sessions)
            _copies[cursor] = copy = new int[sessions];
        return copy;
    }

    public void Reserve(int sessions)
    {
        if (Sessions.Length >= sessions)
            return;
        Sessions = new int[sessions];
        Likeness = new float[sessions];
        Match = new int[sessions];
        Order = new ulong[sessions];
    }
}
