using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Handbook.Requests;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Tickets;

/// <summary>Opens a ticket. What was typed stays when something is wrong; only files must be chosen again, as browsers will have it.</summary>
public sealed partial class NewTicketPage
{
    private NewTicket _ticket = new("", "", "", null, null);
    private IReadOnlyList<Category> _categories = [];
    private IReadOnlyList<FieldError> _errors = [];
    private Person _me = null!; // set before rendering
    private string? _problem;
    private bool _hadFiles;
    private string _once = "";

    /// <summary>A category chosen on the way here.</summary>
    [SupplyParameterFromQuery(Name = "category")] public string? Category { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private OpenTicket Open { get; set; } = null!;

    [Inject] private Attachments Attachments { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = await User.GetAsync();
        _categories = [.. CategoryTree.Default.For(_me.Roles)];
        _ticket = _ticket with { Category = Category ?? "" };
        _once = Http.Request.HasFormContentType ? Http.Request.Form["once"].ToString() : Guid.NewGuid().ToString("N");
    }

    private async Task SendAsync()
    {
        var post = Http.Request.Form;
        _ticket = new NewTicket(post["category"].ToString(), post["subject"].ToString(), post["body"].ToString(), Given(post["impact"]), Given(post["urgency"]));
        _hadFiles = post.Files.Any(file => file.FileName.Length > 0);
        _errors = [.. TicketRules.Check(_ticket), .. PostedFiles.Check(post.Files)];
        if (_errors.Count > 0) return;

        var files = await PostedFiles.StoreAsync(post.Files, Attachments, Http.RequestAborted);
        var requester = new Requester(_me.UserName, _me.Name, _me.Unit, _me.Status, _me.Email, _me.Manager);
        var once = Guid.TryParse(_once, out var id) ? id.ToString("N") : null;
        var opened = await Open.RunAsync(_ticket, files, requester, _me.Actor, "Portal", once, Http.RequestAborted);
        if (opened.Problem is { } problem) _problem = Language == "en" ? problem.En : problem.Tr;
        else Navigation.NavigateTo($"/tickets/{opened.Value.Number}?opened=true");
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
