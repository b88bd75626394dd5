using System.Globalization;
using Akis.Desk.Knowledge;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People.SignIn;
using Akis.Server.Pages.Tickets;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Knowledge;

/// <summary>Writes an article and takes it through its approval.</summary>
public sealed partial class EditPage
{
    private ArticleWork? _work;
    private ArticleDraft _draft = new("", "", Audience.Public, "", [], "", "", "", "");
    private IReadOnlyList<FieldError> _errors = [];
    private Actor _actor = null!; // set before rendering
    private bool _isApprover;
    private string? _problem;

    /// <summary>The article; null for a new one.</summary>
    [Parameter] public long? Key { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private ArticleQueries Articles { get; set; } = null!;

    [Inject] private ArticleCommands Commands { get; set; } = null!;

    [Inject] private Attachments Attachments { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string Here => Key is { } key ? $"/desk/knowledge/{key}" : "/desk/knowledge/new";

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _actor = (await User.GetAsync()).Actor;
        _isApprover = Audience.IsApprover(_actor);
        _draft = _draft with { Owner = _actor.UserName };
        if (Key is { } key && (_work = await Articles.WorkAsync(key, _actor, Http.RequestAborted)) is { } work)
        {
            var newest = work.Versions[0];
            _draft = new(work.Slug, work.Topic, work.Audience, work.Owner, work.Categories, newest.TitleTr, newest.BodyTr, newest.TitleEn, newest.BodyEn);
        }

        if ((Key is not null && _work is null) || !(Audience.IsWriter(_actor) || _isApprover)) Navigation.NotFound();
    }

    private async Task SaveAsync()
    {
        var post = Http.Request.Form;
        _draft = new(post["slug"].ToString().Trim(), post["topic"].ToString(), post["audience"].ToString(), post["owner"].ToString(),
            [.. post["categories"].ToString().ToUpperInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            post["titleTr"].ToString(), post["bodyTr"].ToString(), post["titleEn"].ToString(), post["bodyEn"].ToString());
        _errors = [.. ArticleCommands.Check(_draft), .. PostedFiles.Check(post.Files)];
        if (_errors.Count > 0) return;
        var saved = await Commands.SaveAsync(Key, _draft, await PostedFiles.StoreAsync(post.Files, Attachments, Http.RequestAborted), _actor, Http.RequestAborted);
        if (saved.Problem is { } problem) _problem = Words(problem);
        else Navigation.NavigateTo($"/desk/knowledge/{saved.Value}");
    }

    private async Task StepAsync()
    {
        if (Key is not { } key) return;
        var post = Http.Request.Form;
        var done = post["step"].ToString() switch
        {
            "submit" => await Commands.SubmitAsync(key, _actor, Http.RequestAborted),
            "approve" => await Commands.ApproveAsync(key, _actor, Http.RequestAborted),
            "return" => await Commands.ReturnAsync(key, post["remark"].ToString(), _actor, Http.RequestAborted),
            "confirm" => await Commands.ConfirmAsync(key, _actor, Http.RequestAborted),
            "archive" => await Commands.ArchiveAsync(key, _actor, Http.RequestAborted),
            _ => Outcome.Done,
        };
        if (done.Problem is { } problem) _problem = Words(problem);
        else Navigation.NavigateTo(post["step"] == "archive" ? "/desk/knowledge" : Here);
    }

    private static string Words(Problem problem) => Language == "en" ? problem.En : problem.Tr;
}
