using System.Globalization;
using System.Text;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Events;

/// <summary>What experiments know a visitor by: a keyed hash of a first-seen key, so that nobody is found by it and whoever is forgotten leaves no name in it.</summary>
/// <param name="Value">64 bits; zero for none.</param>
[GenerateSerializer, Immutable, Alias("kairos.bucketing-key")]
public readonly record struct BucketingKey([property: Id(0)] ulong Value)
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The key of whoever was first seen as an identifier.</summary>
    /// <param name="workspace">The workspace, whose secret keys the hash.</param>
    /// <param name="firstSeenKey">The identifier, as it was sent.</param>
    public static BucketingKey Of(Workspace workspace, string firstSeenKey)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new BucketingKey(workspace.Secret.Hash64(KeyDomain.Bucketing, Encoding.UTF8.GetBytes(firstSeenKey)));
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
