using Kairos.Contracts;
using Kairos.Learn.Models;
using Kairos.Learn.Models.SessionNeighbours;

namespace Kairos.Learn.Tests.Models.SessionNeighbours;

public sealed class NeighbourModelContract : ModelContract
{
    protected override ISessionModel Make() => new NeighbourModel(new NeighbourOptions { DeltaClicksMax = 100 });
}
