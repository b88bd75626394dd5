namespace Akis.Server.Tests.Access;

/// <summary>Who may use an endpoint that is about a ticket, beside who may see it.</summary>
public enum Writers
{
    /// <summary>Who works on the ticket.</summary>
    Desk,

    /// <summary>Who works on it, and its requester.</summary>
    Both,
}

/// <summary>
/// What every endpoint is, for the test that tries all of them. An endpoint that is new has to be named here, or the test fails: reading ones about a
/// ticket are found by their address and need no line.
/// </summary>
internal static class EndpointAccess
{
    /// <summary>Stands for a posted form with a file.</summary>
    public static readonly object Form = new();

    /// <summary>Whoever comes.</summary>
    public static readonly HashSet<string> Public =
    [
        "/", "/processes/{Slug}", "/processes/{slug}/model.bpmn", "/api/processes", "/api/processes/{code}", "/error/{Status:int}", "/sign-in", "/sign-out", "/language",
        "/belge", "/belge/{Code}", "/bilgi", "/bilgi/{Slug}", "/bilgi/{slug}/files/{key:long}", "/api/articles", "/api/articles/suggest", "/api/articles/{slug}", // articles are shown by their own visibility
        "/durum", "/durum/rss.xml", "/durum/abonelik/{Secret}", "/durum/ayril/{Link}", "/api/status", "/misafir/{Secret}", "/misafir/{secret}/files/{key:long}", "/mail/proof/{Secret}", "/posta/ayril/{Link}", "/posta/ayril/{link}", "/durum/ayril/{link}", // a secret in the address is the right
        "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json", "/docs/api/{documentName?}", "/docs/api/scalar.js", "/docs/api/scalar.aspnetcore.js", "/docs/api/favicon.svg", "/_framework/opaque-redirect",
    ];

    // The engine's and the registry's interfaces have tests of their own.
    private static readonly string[] TestedElsewhere = ["/v2/", "/registry/", "/k/"];

    /// <summary>Whether an address answers whoever comes.</summary>
    public static bool IsPublic(string pattern) => Public.Contains(pattern) || Array.Exists(TestedElsewhere, start => pattern.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Writing endpoints about a ticket: who may, and a body that is right in form, so that a refusal is about the right and nothing else.</summary>
    public static readonly IReadOnlyDictionary<string, (Writers Writers, object? Body)> TicketWrites = new Dictionary<string, (Writers, object?)>
    {
        ["POST /api/tickets/{number}/replies"] = (Writers.Both, new { body = "Deneme yanıtı" }),
        ["POST /api/tickets/{number}/notes"] = (Writers.Desk, new { body = "Deneme notu" }),
        ["POST /api/tickets/{number}/attachments"] = (Writers.Both, Form),
        ["POST /api/tickets/{number}/actions"] = (Writers.Both, new { action = "take", text = "", code = "fixed" }),
        ["PUT /api/tickets/{number}/assignee"] = (Writers.Desk, new { userName = "uzman.ag" }),
        ["PUT /api/tickets/{number}/queue"] = (Writers.Desk, new { code = "SIS" }),
        ["PATCH /api/tickets/{number}/fields"] = (Writers.Desk, new { changes = new[] { new { field = "labels", was = "", wanted = "deneme" } } }),
        ["PUT /api/tickets/{number}/drafts/{kind}"] = (Writers.Both, new { body = "Deneme" }),
        ["POST /api/tickets/{number}/links"] = (Writers.Desk, new { kind = 1, other = "2026-000002" }),
        ["DELETE /api/tickets/{number}/links/{kind:int}/{other}"] = (Writers.Desk, null),
        ["POST /api/tickets/{number}/merge"] = (Writers.Desk, new { number = "2026-000002" }),
        ["DELETE /api/tickets/{number}/merge"] = (Writers.Desk, null),
        ["POST /api/tickets/{number}/split"] = (Writers.Desk, new { category = "AGK-01", subject = "Deneme konusu", messages = new[] { 1 } }),
        ["POST /api/tickets/{number}/children"] = (Writers.Desk, new { category = "AGK-01", subject = "Deneme konusu", body = "Yirmi karakterden uzun bir metin." }),
        ["POST /api/tickets/{number}/checklist"] = (Writers.Desk, new { body = "Deneme" }),
        ["PUT /api/tickets/{number}/checklist/{key:long}"] = (Writers.Desk, new { done = true }),
        ["DELETE /api/tickets/{number}/checklist/{key:long}"] = (Writers.Desk, null),
        ["POST /api/tickets/{number}/time"] = (Writers.Desk, new { minutes = 5, text = "", day = "2026-01-05" }),
        ["DELETE /api/tickets/{number}/time/{key:long}"] = (Writers.Desk, null),
        ["PUT /api/tickets/{number}/snooze"] = (Writers.Desk, new { at = "2026-12-31T09:00:00+03:00", endsOnReply = true }),
        ["DELETE /api/tickets/{number}/snooze"] = (Writers.Desk, null),
        ["PUT /api/tickets/{number}/watchers/{userName}"] = (Writers.Desk, null),
        ["DELETE /api/tickets/{number}/watchers/{userName}"] = (Writers.Desk, null),
        ["POST /api/tickets/{number}/guest-links"] = (Writers.Both, null),
        ["DELETE /api/tickets/{number}/guest-links/{key:long}"] = (Writers.Both, null),
        ["POST /api/tickets/{number}/macros/{key:long}"] = (Writers.Desk, null),
        ["POST /live/tickets/{number}/writing"] = (Writers.Desk, null),
    };

    /// <summary>Endpoints of the desk that are about the caller's own things or about lists that hold only what the caller may see.</summary>
    public static readonly HashSet<string> Own =
    [
        "POST /api/tickets", "GET /api/tickets", "GET /api/desk/counts", "POST /api/desk/bulk/preview", "POST /api/desk/bulk", "DELETE /api/desk/bulk/{key:long}", "GET /api/desk/notifications", "GET /api/text-modules",
        "GET /api/desk/text-modules", "POST /api/desk/text-modules", "PUT /api/desk/text-modules/{key:long}", "DELETE /api/desk/text-modules/{key:long}",
        "GET /api/desk/macros", "POST /api/desk/macros", "PUT /api/desk/macros/{key:long}", "DELETE /api/desk/macros/{key:long}",
        "GET /api/desk/recurring", "POST /api/desk/recurring", "PUT /api/desk/recurring/{key:long}", "DELETE /api/desk/recurring/{key:long}",
        "GET /api/desk/queues", "GET /api/desk/queues/{code}", "PUT /api/desk/queues/{code}", "GET /api/desk/rules", "GET /api/desk/rules/versions", "PUT /api/desk/rules", "POST /api/desk/rules/trial",
        "GET /api/desk/incidents", "POST /api/desk/incidents", "POST /api/desk/incidents/{key:long}/updates", "GET /api/desk/planned-work", "POST /api/desk/planned-work", "DELETE /api/desk/planned-work/{key:long}",
        "* /tickets", "* /tickets/new", "* /desk", "* /desk/bulk", "* /desk/notifications", "* /desk/queues", "* /desk/queues/{Code}", "* /desk/texts", "* /desk/macros", "* /desk/recurring",
        "GET /tickets/suggestions", "* /desk/rules", "* /desk/report", "GET /desk/report.csv", "* /desk/knowledge", "* /desk/knowledge/new", "* /desk/knowledge/{Key:long}", "* /desk/incidents", "* /desk/privacy",
    ];

    /// <summary>Addresses that are the desk's.</summary>
    public static bool IsOfDesk(string pattern) => new[] { "/api/tickets", "/api/desk", "/api/text-modules", "/tickets", "/desk", "/live/tickets" }.Any(start => pattern == start || pattern.StartsWith(start + "/", StringComparison.Ordinal));
}
