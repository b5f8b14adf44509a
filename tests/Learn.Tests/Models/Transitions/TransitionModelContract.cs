using Kairos.Contracts;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Transitions;

namespace Kairos.Learn.Tests.Models.Transitions;

public sealed class TransitionModelContract : ModelContract
{
    protected override ISessionModel Make() => new TransitionModel(new TransitionOptions());
}
