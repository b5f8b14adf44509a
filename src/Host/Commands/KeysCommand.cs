using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kairos.Govern.Access;
using Kairos.Govern.Audit;
using Kairos.Govern.Workspaces;
using Kairos.Host.Servers;

namespace Kairos.Host.Commands;

/// <summary><c>kairos keys list|create|rotate|revoke</c>, at a running server or on a data folder that none has open.</summary>
internal static class KeysCommand
{
    public static Command Make() => new("keys", "The keys of a workspace: lists, makes, rotates and revokes them.") { List(), Create(), Rotate(), Revoke() };

    private static Command List() => new GovernTarget().Command(
        new Command("list", "Lists keys, without the keys themselves."),
        _ => (HttpMethod.Get, "/v1/keys", null),
        (_, workspaces, workspace, json) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in workspaces.Keys(workspace.Id))
                KeyJson.Write(json, key, Now);
            json.WriteEndArray();
            json.WriteEndObject();
        },
        answer =>
        {
            foreach (var key in answer.GetProperty("keys").EnumerateArray())
                Console.WriteLine(Line(key));
        });

    private static Command Create()
    {
        var kind = new Option<string>("--kind") { Description = "write (public: captures and decides) or secret.", DefaultValueFactory = _ => "secret" };
        var name = new Option<string>("--name") { Description = "What you call it.", Required = true };
        var role = new Option<string?>("--role") { Description = "For a secret key: " + string.Join(", ", Role.All.Select(one => one.Name)) + "." };
        var scopes = new Option<string?>("--scopes") { Description = "Instead of a role: permissions, commas between, such as read-items,write-items." };
        var expires = new Option<string?>("--expires") { Description = "When it ends: a time in ISO 8601, or a number of days such as 90d." };
        return new GovernTarget().Command(
            new Command("create", "Makes a key and shows it, this once.") { kind, name, role, scopes, expires },
            parsed => (HttpMethod.Post, "/v1/keys", new JsonObject
            {
                ["kind"] = parsed.GetValue(kind), ["name"] = parsed.GetValue(name), ["role"] = parsed.GetValue(role),
                ["scopes"] = parsed.GetValue(scopes) is { } list ? new JsonArray([.. Split(list).Select(scope => JsonValue.Create(scope))]) : null,
                ["expiresAt"] = Expiry(parsed.GetValue(expires)) is { } at ? JsonValue.Create(at) : null,
            }),
            (parsed, workspaces, workspace, json) =>
            {
                var scoped = parsed.GetValue(scopes) is { } list ? Split(list) : null;
                var draft = KeyDrafts.Read(
                    parsed.GetValue(kind), parsed.GetValue(name), parsed.GetValue(role), scoped, Expiry(parsed.GetValue(expires)), workspace.Id,
                    Rights.Admin.In(workspace.Id).Permissions, Now, out var wrong) ?? throw new StartRefusedException(wrong!, ExitCode.WrongSetting);
                var made = workspaces.CreateKey(workspace.Id, draft, int.MaxValue, AuditActor.OfCommand("kairos keys create"))!;
                KeyJson.Write(json, made.Info, Now, made.Key);
            },
            Made);
    }

    private static Command Rotate()
    {
        var id = Id();
        var overlap = new Option<double>("--overlap-hours") { Description = "How long the old key goes on beside the new one.", DefaultValueFactory = _ => KeyDrafts.OverlapHours };
        return new GovernTarget().Command(
            new Command("rotate", "Makes a key in place of another, and shows it, this once. Both work during the overlap.") { id, overlap },
            parsed => (HttpMethod.Post, $"/v1/keys/{parsed.GetValue(id)}/rotate", new JsonObject { ["overlapHours"] = parsed.GetValue(overlap) }),
            (parsed, workspaces, workspace, json) =>
            {
                if (!KeyDrafts.TryOverlap(parsed.GetValue(overlap), out var span))
                    throw new StartRefusedException("--overlap-hours must be from 0 to 2160.", ExitCode.WrongSetting);
                var made = workspaces.RotateKey(workspace.Id, parsed.GetValue(id), span, AuditActor.OfCommand("kairos keys rotate")) ?? throw NoSuchKey(parsed.GetValue(id));
                KeyJson.Write(json, made.Info, Now, made.Key);
            },
            Made);
    }

    private static Command Revoke()
    {
        var id = Id();
        return new GovernTarget().Command(
            new Command("revoke", "Revokes a key: it opens nothing from the next request on.") { id },
            parsed => (HttpMethod.Delete, $"/v1/keys/{parsed.GetValue(id)}", null),
            (parsed, workspaces, workspace, json) =>
            {
                if (!workspaces.RevokeKey(workspace.Id, parsed.GetValue(id), AuditActor.OfCommand("kairos keys revoke")))
                    throw NoSuchKey(parsed.GetValue(id));
                json.WriteStartObject();
                json.WriteEndObject();
            },
            _ => Console.WriteLine("Revoked."));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Argument<long> Id() => new("id") { Description = "The key's number, as list shows it." };

    private static string[] Split(string scopes) => scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset? Expiry(string? text)
    {
        if (text is null)
            return null;
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 36_500)
            return Now.AddDays(days);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new StartRefusedException($"--expires: \"{text}\" is neither a time in ISO 8601 nor a number of days such as 90d.", ExitCode.WrongSetting);
    }

    private static StartRefusedException NoSuchKey(long id) => new($"The workspace has no active key {id}.", ExitCode.Failed);

    private static void Made(JsonElement key)
    {
        Console.WriteLine(Line(key));
        Console.WriteLine($"  {key.GetProperty("key").GetString()}   (shown this once)");
    }

    private static string Line(JsonElement key) =>
        $"{key.GetProperty("id").GetInt64()}  {key.GetProperty("kind").GetString()}  {key.GetProperty("state").GetString()}  {key.GetProperty("name").GetString()}  "
        + (key.TryGetProperty("role", out var role) ? role.GetString() : string.Join(',', key.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString())))
        + (key.TryGetProperty("expiresAt", out var expires) ? "  until " + expires.GetString() : "");
}
