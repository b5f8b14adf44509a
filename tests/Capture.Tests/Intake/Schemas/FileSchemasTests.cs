using System.Text;
using Kairos.Capture.Intake.Schemas;
using Kairos.Govern.Workspaces;

namespace Kairos.Capture.Tests.Intake.Schemas;

public sealed class FileSchemasTests : IDisposable
{
    private static readonly WorkspaceId Workspace = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-schemas-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_schemas_everything_passes()
    {
        ISchemas schemas = new FileSchemas(Path.Combine(_folder, "missing"));
        schemas.Any.ShouldBeFalse();
        schemas.Check(Workspace, "product_viewed"u8, Bytes("{}")).ShouldBe(SchemaVerdict.NoSchema);
    }

    [Fact]
    public void Properties_are_checked_with_path_and_reason()
    {
        Write("product_viewed.v1.json", """{"type":"object","required":["product_id"],"properties":{"product_id":{"type":"string"},"price":{"type":"number","minimum":0},"tags":{"type":"array","items":{"type":"string"}}}}""");
        ISchemas schemas = new FileSchemas(_folder);
        schemas.Any.ShouldBeTrue();
        schemas.Check(Workspace, "product_viewed"u8, Bytes("""{"product_id":"A","price":3}""")).ShouldBe(new SchemaVerdict("product_viewed.v1", null, null));
        schemas.Check(Workspace, "cart_viewed"u8, Bytes("""{"price":"x"}""")).Passed.ShouldBeTrue();
        schemas.Check(Workspace, "product_viewed"u8, default).Reason.ShouldBe("property required");
        var wrong = schemas.Check(Workspace, "product_viewed"u8, Bytes("""{"product_id":"A","price":"secret-value"}"""));
        wrong.Passed.ShouldBeFalse();
        wrong.Path.ShouldBe("/price");
        wrong.Reason.ShouldBe("number expected");
        schemas.Check(Workspace, "product_viewed"u8, Bytes("""{"product_id":"A","price":-1}""")).Passed.ShouldBeFalse();
        schemas.Check(Workspace, "product_viewed"u8, Bytes("not json")).Passed.ShouldBeFalse();
    }

    [Fact]
    public void The_version_asked_for_counts_or_else_the_newest()
    {
        Write("e.v1.json", """{"required":["one"]}""");
        Write("e.v2.json", """{"required":["two"]}""");
        Write("e.v10.json", """{"required":["ten"]}""");
        var schemas = new FileSchemas(_folder);
        schemas.Check(Workspace, "e"u8, 1, Bytes("""{"one":1}""")).Schema.ShouldBe("e.v1");
        schemas.Check(Workspace, "e"u8, 2, Bytes("""{"two":1}""")).Passed.ShouldBeTrue();
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"ten":1}""")).ShouldBe(new SchemaVerdict("e.v10", null, null));
        schemas.Check(Workspace, "e"u8, 7, Bytes("{}")).Schema.ShouldBe("e.v10");
    }

    [Theory]
    [InlineData("not json", "broken.v1.json")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "broken.v1.json")]
    [InlineData("""{"properties":{"a":{"pattern":"(a)\\1"}}}""", "broken.v1.json")]
    [InlineData("""{"properties":{"a":{"$ref":"http://localhost:1/x.json"}}}""", "leaves the folder")]
    [InlineData("""{"properties":{"a":{"$ref":"../secret.json"}}}""", "leaves the folder")]
    [InlineData("""{"properties":{"a":{"$ref":"/etc/passwd"}}}""", "leaves the folder")]
    [InlineData("""{"properties":{"a":{"$ref":"file:///etc/passwd"}}}""", "leaves the folder")]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/none"}}}""", "broken.v1.json")]
    [InlineData("""{"properties":{"a":{"$ref":"none.json"}}}""", "broken.v1.json")]
    [InlineData("""{"patternProperties":{"(a+)+$":{}}}""", "patternProperties")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""", "broken.v1.json")]
    [InlineData("""{"anyOf":[{"type":"object","not":{"$ref":"#"}},{"type":"string"}]}""", "made of itself")]
    public void A_file_that_cannot_be_used_is_named_with_the_reason(string json, string reason)
    {
        Write("broken.v1.json", json);
        var message = Should.Throw<InvalidDataException>(() => new FileSchemas(_folder)).Message;
        message.ShouldContain("broken.v1.json");
        message.ShouldContain(reason);
    }

    // T10 of docs/security.md.
    [Fact]
    public void A_pattern_that_explodes_elsewhere_takes_no_time_here()
    {
        // Matched by backtracking, this text would take longer than the universe is old.
        Write("e.v1.json", """{"properties":{"a":{"type":"string","pattern":"^(a+)+$"}}}""");
        var schemas = new FileSchemas(_folder);
        schemas.Check(Workspace, "e"u8, 0, Bytes($$"""{"a":"{{new string('a', 5_000)}}!"}""")).Passed.ShouldBeFalse();
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"a":"aaa"}""")).Passed.ShouldBeTrue();
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"a":"b"}""")).ShouldBe(new SchemaVerdict("e.v1", "/a", "pattern mismatch"));
    }

    [Fact]
    public void A_schema_may_refer_to_a_file_beside_it()
    {
        Write("money.json", """{"type":"number","minimum":0}""");
        Write("e.v1.json", """{"properties":{"a":{"$ref":"money.json"},"b":{"$ref":"#/definitions/code"}},"definitions":{"code":{"type":"string","pattern":"^[A-Z]{3}$"}}}""");
        var schemas = new FileSchemas(_folder);
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"a":1,"b":"EUR"}""")).Passed.ShouldBeTrue();
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"a":-1}""")).Passed.ShouldBeFalse();
        schemas.Check(Workspace, "e"u8, 0, Bytes("""{"b":"eur"}""")).Passed.ShouldBeFalse();
    }

    [Fact]
    public void A_reload_with_a_broken_file_leaves_the_old_schemas_in_force()
    {
        Write("e.v1.json", """{"required":["one"]}""");
        var schemas = new FileSchemas(_folder);
        Write("e.v2.json", "broken");
        schemas.Reload().ShouldHaveSingleItem().File.ShouldBe("e.v2.json");
        schemas.Check(Workspace, "e"u8, 0, Bytes("{}")).Schema.ShouldBe("e.v1");
        Write("e.v2.json", """{"required":["two"]}""");
        schemas.Reload().ShouldBeEmpty();
        schemas.Check(Workspace, "e"u8, 0, Bytes("{}")).Schema.ShouldBe("e.v2");
    }

    [Fact]
    public void Deep_nesting_fails_and_does_no_harm()
    {
        Write("e.v1.json", """{"type":"object"}""");
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000);
        new FileSchemas(_folder).Check(Workspace, "e"u8, 0, Bytes(deep)).Passed.ShouldBeFalse();
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_folder, name), json);

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
