namespace Kairos.Unify.Identities.Linkage;

/// <summary>Is shown pairs of records, one after the other.</summary>
internal interface IPairVisitor
{
    /// <summary>One pair.</summary>
    /// <param name="a">Number of a record.</param>
    /// <param name="b">Number of another, greater.</param>
    void Visit(int a, int b);
}
