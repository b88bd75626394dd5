using System.Globalization;
using Akis.Engine.Database;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Akis.Registry.Records;

/// <summary><c>/api/registry</c>: records of every kind for programs, with the rights of the token's user.</summary>
internal static class RecordApi
{
    private const int LongestPage = 200;

    /// <summary>A kind of record.</summary>
    internal sealed record TypeItem(string Code, string Area, string Tr, string En, IReadOnlyList<FieldItem> Fields);

    /// <summary>A field of a kind.</summary>
    internal sealed record FieldItem(string Name, string Tr, string En, string Kind, bool Required, bool Unique, IReadOnlyList<string> Options, string? To);

    /// <summary>A record.</summary>
    internal sealed record RecordItem(string Key, string Type, string Title, int Revision, DateTimeOffset ChangedAt, IReadOnlyDictionary<string, string> Values);

    /// <summary>A page of records; <c>next</c> is the cursor of the page after it.</summary>
    internal sealed record Listing(IReadOnlyList<RecordItem> Items, long Total, string? Next);

    /// <summary>What depends on a record, and over how many steps.</summary>
    internal sealed record Dependent(string Key, string Type, string Title, string? State, string Field, int Distance);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registry").RequireAuthorization().WithTags("Registry").ProducesProblem(401);
        api.MapGet("types", Types).Produces<IReadOnlyList<TypeItem>>().WithSummary("The kinds of records that the caller sees, with their fields");
        api.MapGet("{type}", ListAsync).Produces<Listing>().ProducesProblem(404).WithSummary("Records of a kind by title; q searches, every other parameter is a field's value, page is the cursor `next`");
        api.MapPost("{type}", AddAsync).Produces<RecordItem>(201).ProducesProblem(403).ProducesValidationProblem(422).WithSummary("Makes a record from its values; references by key, identity or title");
        api.MapGet("{type}/{key:long}", GetAsync).Produces<RecordItem>().ProducesProblem(404).WithSummary("A record, with its ETag");
        api.MapPatch("{type}/{key:long}", ChangeAsync).Produces<RecordItem>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem(422).WithSummary("Changes the values given; If-Match with its ETag refuses to overwrite what has changed meanwhile");
        api.MapGet("{type}/{key:long}/dependents", DependentsAsync).Produces<IReadOnlyList<Dependent>>().ProducesProblem(404).WithSummary("What depends on a record, over up to five steps");
    }

    private static async Task<IResult> Types(CurrentUser user)
    {
        var actor = (await user.GetAsync()).Actor;
        return Results.Ok(RecordTypes.Default.All.Where(type => RecordAccess.MayRead(actor, type)).Select(type => new TypeItem(type.Code, type.Area, type.One.Tr, type.One.En,
            [.. type.Fields.Select(field => new FieldItem(field.Name, field.Label.Tr, field.Label.En, field.Kind.ToString(), field.IsRequired, field.IsUnique, [.. field.Options.Select(option => option.Tr)], field.Target))])).ToList());
    }

    private static async Task<IResult> ListAsync(string type, string? q, string? page, int? limit, HttpContext http, CurrentUser user, RecordQueries queries)
    {
        var actor = (await user.GetAsync()).Actor;
        if (RecordTypes.Default.Find(type) is not { } kind || !RecordAccess.MayRead(actor, kind)) return Refused(RecordStore.Unknown);
        var (skip, most) = (int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0, Math.Clamp(limit ?? 50, 1, LongestPage));
        var filters = http.Request.Query.Where(parameter => kind.Find(parameter.Key) is not null).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        var list = await queries.ListAsync(actor, kind, q, filters, skip, most, http.RequestAborted);
        return Results.Ok(new Listing([.. list.Items.Select(record => Item(record, actor))], list.Total, skip + most < list.Total ? (skip + most).ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> GetAsync(string type, long key, HttpContext http, CurrentUser user, RecordQueries queries)
    {
        var actor = (await user.GetAsync()).Actor;
        if (await queries.FindAsync(actor, key, http.RequestAborted) is not { } record || record.Type.Code != type) return Refused(RecordStore.Unknown);
        http.Response.Headers.ETag = $"\"{record.Revision}\"";
        return Results.Ok(Item(record, actor));
    }

    private static Task<IResult> AddAsync(string type, Dictionary<string, string?> values, HttpContext http, CurrentUser user, RecordCommands commands, RecordQueries queries) => SaveAsync(type, null, values, null, http, user, commands, queries);

    private static Task<IResult> ChangeAsync(string type, long key, Dictionary<string, string?> values, [FromHeader(Name = "If-Match")] string? match, HttpContext http, CurrentUser user, RecordCommands commands, RecordQueries queries) =>
        SaveAsync(type, key, values, int.TryParse(match?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null, http, user, commands, queries);

    private static async Task<IResult> SaveAsync(string type, long? key, Dictionary<string, string?> values, int? revision, HttpContext http, CurrentUser user, RecordCommands commands, RecordQueries queries)
    {
        var actor = (await user.GetAsync()).Actor;
        if (RecordTypes.Default.Find(type) is not { } kind) return Refused(RecordStore.Unknown);
        if (key is { } known && (await queries.FindAsync(actor, known, http.RequestAborted))?.Type != kind) return Refused(RecordStore.Unknown);
        var saved = await commands.SaveAsync(kind, key, values, revision, actor, http.RequestAborted);
        if (saved.Problem is { } problem) return Refused(problem);
        if (!saved.Succeeded) return Results.ValidationProblem(saved.Errors.GroupBy(error => error.Field).ToDictionary(errors => errors.Key, errors => errors.Select(error => error.In(CultureInfo.CurrentUICulture.Name)).ToArray()), statusCode: 422);
        var record = (await queries.FindAsync(actor, saved.Key, http.RequestAborted))!; // saved just now by somebody who may
        http.Response.Headers.ETag = $"\"{record.Revision}\"";
        return key is null ? Results.Created($"/api/registry/{type}/{record.Key}", Item(record, actor)) : Results.Ok(Item(record, actor));
    }

    private static async Task<IResult> DependentsAsync(string type, long key, HttpContext http, CurrentUser user, RecordQueries queries)
    {
        var actor = (await user.GetAsync()).Actor;
        if (await queries.FindAsync(actor, key, http.RequestAborted) is not { } record || record.Type.Code != type) return Refused(RecordStore.Unknown);
        var impact = await queries.ImpactAsync(actor, key, http.RequestAborted);
        return Results.Ok(impact.Select(one => new Dependent(one.Link.Key.ToString(CultureInfo.InvariantCulture), one.Link.Type.Code, one.Link.Title, one.Link.State, one.Link.Field.Name, one.Distance)).ToList());
    }

    private static RecordItem Item(Record record, Engine.Actor actor) => new(record.Key.ToString(CultureInfo.InvariantCulture), record.Type.Code, record.Title, record.Revision, record.ChangedAt,
        RecordAccess.MaySeePersonal(actor, record.Type) ? record.Values : record.Values.Where(value => record.Type.Find(value.Key) is { IsPersonal: false }).ToDictionary());

    private static IResult Refused(Problem problem) => Results.Problem(statusCode: problem.Status, type: problem.Code, title: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr);
}
