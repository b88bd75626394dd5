using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets.Work;

/// <summary>What was posted to one part of a page, and where it goes from there.</summary>
internal sealed class PartPost(IHttpContextAccessor http, CurrentUser user, NavigationManager navigation)
{
    public CancellationToken Cancel => http.HttpContext?.RequestAborted ?? default;

    /// <summary>Which button was pressed.</summary>
    public string Do => this["do"];

    /// <summary>What was typed into a field; empty where nothing was.</summary>
    public string this[string field] => http.HttpContext is { Request.HasFormContentType: true } context ? context.Request.Form[field].ToString() : "";

    public IReadOnlyList<string> All(string field) => http.HttpContext is { Request.HasFormContentType: true } context ? [.. context.Request.Form[field].OfType<string>()] : [];

    public IFormFileCollection Files => http.HttpContext!.Request.Form.Files; // asked for after a post only

    /// <summary>A number that a field or a button carries; 0 where it is none.</summary>
    public long Key(string field) => long.TryParse(this[field], CultureInfo.InvariantCulture, out var key) ? key : 0;

    /// <summary>What was typed, where this form was posted; else what the page would show.</summary>
    public string Kept(string form, string field, string? otherwise = "") => this["_handler"] == form ? this[field] : otherwise ?? "";

    public async Task<Actor> ActorAsync() => (await user.GetAsync()).Actor;

    /// <summary>Goes on where it was done; the words of what is wrong where it was not.</summary>
    public string? Done(Problem? problem, string where)
    {
        if (problem is null) navigation.NavigateTo(where);
        return problem is null ? null : In(problem);
    }

    public static string In(Problem problem) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr;
}
