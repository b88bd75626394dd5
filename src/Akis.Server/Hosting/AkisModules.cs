using Akis.Handbook.Requests;
using Akis.Registry;
using Akis.Server.Api;
using Akis.Server.Api.V2;
using Akis.Server.Live;
using Akis.Server.Pages.Admin.Mail;
using Akis.Server.Pages.Desk.Reports;
using Akis.Server.Pages.Documents;
using Akis.Server.Pages.Forms;
using Akis.Server.Pages.Guests;
using Akis.Server.Pages.Mail;
using Akis.Server.Pages.Privacy;
using Akis.Server.Pages.Registry;
using Akis.Server.Pages.Requests;
using Akis.Server.Pages.Status;
using Akis.Server.Pages.Tickets;
using Akis.Server.Pages.Tickets.Intake;
using Akis.Server.Pages.Tickets.Mail;
using Akis.Server.Pages.Tickets.Work;

namespace Akis.Server.Hosting;

/// <summary>What each feature brings to the web server; one line a feature.</summary>
internal static class AkisModules
{
    public static void Add(IServiceCollection services)
    {
        services.AddAkisRequests();
        services.AddSingleton<PostedFormFiles>();
        services.AddScoped<Caller>().AddScoped<V2Commands>();
        services.AddScoped<PartPost>().AddSingleton<RequesterActs>().AddSingleton<Presence>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        V2Api.Map(endpoints);
        endpoints.MapAkisLive();
        endpoints.MapAkisAttachments();
        endpoints.MapAkisTicketMail();
        endpoints.MapAkisQuarantine();
        endpoints.MapAkisFormFiles();
        endpoints.MapAkisDocuments();
        endpoints.MapAkisTicketApi();
        endpoints.MapAkisDeskWorkApi();
        endpoints.MapAkisDeskSettingsApi();
        endpoints.MapAkisPersonApi();
        endpoints.MapAkisPresence();
        endpoints.MapAkisSearchApi();
        endpoints.MapAkisArticleApi();
        endpoints.MapAkisAlertApi();
        endpoints.MapAkisSuggestions();
        endpoints.MapAkisStatus();
        endpoints.MapAkisPrivacy();
        endpoints.MapAkisGuestFiles();
        endpoints.MapAkisOneClick();
        endpoints.MapAkisDeskReport();
        endpoints.MapAkisRegistry();
        endpoints.MapAkisRegistryPages();
    }
}
