using System.Net;
using System.Text.Json;
using Kairos.Capture.Events;
using Kairos.Contracts;
using Microsoft.Data.Sqlite;
using static Kairos.Unify.Tests.Identities.Proposals.ProposalCalls;

namespace Kairos.Unify.Tests.Identities.Proposals;

/// <summary>Some hundred records of which many are of one person: found, judged, used for what allows it, and undone.</summary>
public sealed class ProposalsServed
{
    private static readonly (string, string) Taking = ("Govern:Purposes:Named:personalization:ProbableLinks", "true");
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 10_000;
    private static readonly Dictionary<string, string> EntityOf = FebrlPeople.All.ToDictionary(person => person.Id, person => person.Entity);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_found_is_shown_with_its_reasons_and_used_for_nothing()
    {
        await using var server = await UnifyServer.Start(settings: Taking);
        FebrlPeople.In(server.Journal, server.Shop, Now);
        (await Get(server, "/v1/identities/proposals/run")).GetProperty("state").GetString().ShouldBe("none");
        var run = await Run(server);
        run.GetProperty("records").GetInt32().ShouldBe(FebrlPeople.All.Count);
        run.GetProperty("percent").GetInt32().ShouldBe(100);
        run.GetProperty("linked").GetInt32().ShouldBe(0);

        var found = await All(server, "?limit=37");
        found.Count.ShouldBe(run.GetProperty("proposals").GetInt32());
        var truth = FebrlPeople.All.GroupBy(person => person.Entity).Sum(group => group.Count() * (group.Count() - 1) / 2);
        var right = found.Count(IsRight);
        (right / (double)found.Count).ShouldBeGreaterThan(0.98, "Few of them are wrong.");
        (right / (double)truth).ShouldBeGreaterThan(0.95, "And most are found.");
        found.Select(one => one.GetProperty("confidence").GetDouble()).ShouldBe(found.Select(one => one.GetProperty("confidence").GetDouble()).OrderDescending());
        found[0].GetProperty("state").GetString().ShouldBe("open");
        found.SelectMany(one => one.GetProperty("reasons").EnumerateArray()).Count(reason => reason.GetProperty("field").GetString() == "surname").ShouldBeGreaterThan(found.Count / 2);
        found[0].GetProperty("reasons")[0].GetProperty("bits").GetDouble().ShouldBeGreaterThan(1);
        (await All(server, "?state=probable")).ShouldBeEmpty();
        (await All(server, "?confidenceMin=0.99")).Count.ShouldBeLessThanOrEqualTo(found.Count);

        var (a, _) = Ends(found[0]);
        (await Get(server, $"/v1/profiles/userId:{a}")).GetProperty("probable").GetArrayLength().ShouldBe(0);
        (await EventsFor(server, a, "personalization")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_likely_enough_is_a_probable_link_for_the_purposes_that_take_those_until_somebody_cuts_it()
    {
        await using var server = await UnifyServer.Start(settings: [Taking, ("Unify:Linkage:LinkFrom", "0.9")]);
        FebrlPeople.In(server.Journal, server.Shop, Now);
        var run = await Run(server);
        run.GetProperty("linked").GetInt32().ShouldBeGreaterThan(200);
        var (a, b) = Ends((await All(server, "?state=probable"))[0]);
        new Happened("", Now + 1, EventCode.ProductViewed) { UserId = b, Items = ["only-b"], Workspace = server.Shop }.In(server.Journal);

        var identities = await Get(server, $"/v1/profiles/userId:{a}/identities");
        identities.GetProperty("identifiers").GetArrayLength().ShouldBe(1, "What is probable is not the person's.");
        var probable = identities.GetProperty("probable").EnumerateArray().Single(one => one.GetProperty("identifiers").EnumerateArray().Any(each => each.GetProperty("id").GetString() == b));
        probable.GetProperty("confidence").GetDouble().ShouldBeInRange(0.9, 0.9999);
        probable.GetProperty("since").GetDateTimeOffset().ToUnixTimeMilliseconds().ShouldBeGreaterThan(Now);
        var profile = await Get(server, $"/v1/profiles/userId:{a}");
        profile.GetProperty("events").GetInt64().ShouldBe(1);
        profile.GetProperty("probable").EnumerateArray().SelectMany(one => one.GetProperty("identifiers").EnumerateArray()).Select(one => one.GetProperty("id").GetString()).ShouldContain(b);
        (await SessionsFor(server, a, "personalization")).ShouldBe(1, "What the other looked at.");
        (await SessionsFor(server, a, "analytics")).ShouldBe(0);
        (await EventsFor(server, a, "personalization")).ShouldBe(1, "Counts are the person's own.");

        await Post(server, "/v1/profiles/split", new { profile = "userId:" + a, from = "userId:" + b }, HttpStatusCode.OK);
        await Post(server, "/v1/profiles/split", new { profile = "userId:" + a, from = "userId:" + b }, HttpStatusCode.Conflict);
        (await SessionsFor(server, a, "personalization")).ShouldBe(0);
        await Run(server);
        (await All(server, "")).Select(Ends).ShouldNotContain((a, b), "It is never proposed again.");
        (await SessionsFor(server, a, "personalization")).ShouldBe(0);
    }

    [Fact]
    public async Task Accepted_the_two_are_one_person_and_rejected_they_are_never_found_again()
    {
        using var folder = new TemporaryFolder();
        await using var server = await UnifyServer.Start(folder: folder);
        FebrlPeople.In(server.Journal, server.Shop, Now);
        await Run(server);
        var found = await All(server, "");
        var (yes, no) = (found[0], found.First(one => !new[] { Ends(one).A, Ends(one).B }.Intersect([Ends(found[0]).A, Ends(found[0]).B]).Any()));
        var (path, other) = ($"/v1/identities/proposals/{yes.GetProperty("id").GetString()}", $"/v1/identities/proposals/{no.GetProperty("id").GetString()}");
        Govern(folder, "ALTER TABLE audit RENAME TO audit_out_of_reach");
        foreach (var verdict in (string[])["accept", "reject"])
            await Post(server, path, new { verdict }, HttpStatusCode.ServiceUnavailable);
        Govern(folder, "ALTER TABLE audit_out_of_reach RENAME TO audit");
        (await Get(server, $"/v1/profiles/userId:{Ends(yes).A}")).GetProperty("events").GetInt64().ShouldBe(1, "What cannot be recorded is not done.");
        (await Post(server, path, new { verdict = "accept" }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("accepted");
        (await Get(server, $"/v1/profiles/userId:{Ends(yes).A}")).GetProperty("events").GetInt64().ShouldBe(2);
        (await Get(server, $"/v1/profiles/userId:{Ends(yes).B}")).GetProperty("events").GetInt64().ShouldBe(2);
        await Post(server, path, new { verdict = "reject" }, HttpStatusCode.Conflict);
        (await Post(server, other, new { verdict = "reject" }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("rejected");
        (await Post(server, other, new { verdict = "reject" }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("rejected");
        await Post(server, other, new { verdict = "perhaps" }, HttpStatusCode.BadRequest);
        await Post(server, "/v1/identities/proposals/none", new { verdict = "accept" }, HttpStatusCode.NotFound);

        await Run(server);
        (await All(server, "?state=rejected")).Select(one => one.GetProperty("id").GetString()).ShouldBe([no.GetProperty("id").GetString()], "It is remembered.");
        (await All(server, "?state=accepted")).Select(one => one.GetProperty("id").GetString()).ShouldContain(yes.GetProperty("id").GetString());
        (await All(server, "?state=open")).Select(Ends).Intersect([Ends(no), Ends(yes)]).ShouldBeEmpty();
        (await Get(server, "/v1/audit?limit=50")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString())
            .ShouldBeSubsetOf(["proposals.run", "profiles.merge", "proposals.reject", "keys.create", "workspaces.create", "settings.retention", "settings.purposes"]);
        (await Post(server, other, new { verdict = "accept" }, HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("accepted", "Whoever judges may change their mind.");
    }

    [Fact]
    public async Task A_threshold_that_is_raised_or_taken_away_takes_the_links_back()
    {
        using var folder = new TemporaryFolder();
        var journal = new MemoryJournal();
        await using (var server = await UnifyServer.Start(journal, folder, Taking, ("Unify:Linkage:LinkFrom", "0.9")))
        {
            FebrlPeople.In(journal, server.Shop, Now);
            (await Run(server)).GetProperty("linked").GetInt32().ShouldBeGreaterThan(200);
            var again = await Run(server);
            (again.GetProperty("linked").GetInt32(), again.GetProperty("withdrawn").GetInt32()).ShouldBe((0, 0), "What is written already is not written again.");
        }

        await using (var server = await UnifyServer.Start(journal, folder, Taking))
        {
            (await All(server, "?state=probable")).Count.ShouldBeGreaterThan(200);
            (await Run(server)).GetProperty("withdrawn").GetInt32().ShouldBeGreaterThan(200);
            (await All(server, "?state=probable")).ShouldBeEmpty();
            (await All(server, "?state=open")).Count.ShouldBeGreaterThan(200);
        }
    }

    [Fact]
    public async Task Whoever_refuses_the_purposes_that_take_links_is_not_compared()
    {
        await using var server = await UnifyServer.Start(settings: Taking);
        FebrlPeople.In(server.Journal, server.Shop, Now);
        new Happened("", Now + 1, EventCode.ConsentUpdated) { UserId = FebrlPeople.All[0].Id, Consent = ("personalization", false), Workspace = server.Shop }.In(server.Journal);
        (await Run(server)).GetProperty("records").GetInt32().ShouldBe(FebrlPeople.All.Count - 1);
    }

    [Fact]
    public async Task Erasing_somebody_takes_out_the_proposals_that_name_them()
    {
        await using var server = await UnifyServer.Start(settings: [Taking, ("Unify:Linkage:LinkFrom", "0.9")]);
        FebrlPeople.In(server.Journal, server.Shop, Now);
        await Run(server);
        var before = await All(server, "");
        var (a, b) = Ends(before[0]);
        using (var answer = await server.Http.DeleteAsync($"/v1/profiles/userId:{a}", Cancel))
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Until(async () => (await All(server, "")).TrueForAll(one => Ends(one).A != a && Ends(one).B != a));
        (await Get(server, $"/v1/profiles/userId:{b}")).GetProperty("probable").EnumerateArray().SelectMany(one => one.GetProperty("identifiers").EnumerateArray())
            .Select(one => one.GetProperty("id").GetString()).ShouldNotContain(a);
        (await Get(server, $"/v1/profiles/userId:{b}")).GetProperty("events").GetInt64().ShouldBe(1, "The other stays.");
        (await All(server, "")).Count.ShouldBe(before.Count(one => Ends(one).A != a && Ends(one).B != a));
    }

    [Theory]
    [InlineData("?state=maybe")]
    [InlineData("?limit=0")]
    [InlineData("?confidenceMin=2")]
    [InlineData("?cursor=x")]
    public async Task Nonsense_is_refused(string query)
    {
        await using var server = await UnifyServer.Start();
        (await server.Http.GetAsync("/v1/identities/proposals" + query, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static bool IsRight(JsonElement proposal) => EntityOf[Ends(proposal).A] == EntityOf[Ends(proposal).B];

    private static void Govern(TemporaryFolder folder, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.Path, "govern.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
