using CsCheck;
using Kairos.Govern.Purposes;

namespace Kairos.Govern.Tests.Purposes;

internal static class PurposeGen
{
    private static readonly string[] Presets = ["fresh", "gdpr-strict", "ccpa"];

    public static readonly Gen<PurposePolicy> Policy = Gen.Int[0, 2].Select(preset => PurposePolicy.Of(Presets[preset]));

    public static readonly Gen<StatedConsent> Stated = Gen.Select(Gen.UShort, Gen.UShort, Gen.Bool, (granted, refused, signal) => new StatedConsent(granted, refused, signal));

    public static readonly Gen<ConsentState> State = Gen.Select(Policy, Gen.Select(Stated, Gen.Long[0, 5]).Array[0, 6], (policy, said) =>
        said.Aggregate(ConsentState.None, (state, one) => state.Apply(policy, one.Item1, one.Item2)));
}
