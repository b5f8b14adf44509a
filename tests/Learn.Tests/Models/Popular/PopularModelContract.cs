using Kairos.Contracts;
using Kairos.Learn.Models;
using Kairos.Learn.Models.Popular;

namespace Kairos.Learn.Tests.Models.Popular;

public sealed class PopularModelContract : ModelContract
{
    protected override ISessionModel Make() => new PopularModel(new PopularOptions());
}
