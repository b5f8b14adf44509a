using Kairos.Capture.Events;
using Kairos.Govern.Workspaces;
using Kairos.Unify.Identities;

namespace Kairos.Unify.People;

/// <summary>The stored form of an identifier's links, and of when its first event was received.</summary>
internal static class LinkCode
{
    public static void Write(Person person, BlobWriter to)
    {
        to.Signed(person.FirstReceivedAtMs - person.FirstSeenAtMs);
        to.Byte((byte)person.Kind);
        to.Unsigned((ulong)person.Links.Length);
        foreach (var link in person.Links)
        {
            to.Fixed64(link.Other.High);
            to.Fixed64(link.Other.Low);
            to.Byte((byte)link.Kind);
            to.Byte((byte)((int)link.Role | (link.CutForUser ? 4 : 0) | (link.Likelihood != default ? 8 : 0)));
            to.Signed(link.FirstAtMs);
            to.Signed(link.SaidAtMs);
            to.Signed(link.MergedAtMs);
            to.Signed(link.CutAtMs);
            if (link.Likelihood == default)
                continue;
            to.Signed(link.Likelihood.SinceMs);
            to.Signed(link.Likelihood.AtMs);
            to.Unsigned(link.Likelihood.Confidence);
            to.Signed(link.Likelihood.DeniedAtMs);
        }
    }

    public static void Read(Person person, ref BlobReader from)
    {
        person.FirstReceivedAtMs = person.FirstSeenAtMs + from.Signed();
        person.Kind = (KeyDomain)from.Byte();
        person.Links = new IdentityLink[from.Count()];
        foreach (ref var link in person.Links.AsSpan())
        {
            var other = new PersonKey(from.Fixed64(), from.Fixed64());
            var kind = (KeyDomain)from.Byte();
            var bits = from.Byte();
            link = new IdentityLink(other, kind, (LinkRole)(bits & 3), from.Signed(), from.Signed(), from.Signed(), from.Signed(), (bits & 4) != 0,
                (bits & 8) == 0 ? default : new LinkLikelihood(from.Signed(), from.Signed(), (ushort)from.Unsigned(), from.Signed()));
        }
    }
}
