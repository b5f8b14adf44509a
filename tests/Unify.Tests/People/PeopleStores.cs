using Kairos.Contracts;
using Kairos.Unify.People;

namespace Kairos.Unify.Tests.People;

public sealed class SqlitePeople : PeopleStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IPeopleStore Open() => new SqlitePeopleStore(_folder.At("people.db"));

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}

public sealed class MemoryPeople : PeopleStoreContract
{
    protected override bool Lasts => false;

    protected override IPeopleStore Open() => new MemoryPeopleStore();
}
