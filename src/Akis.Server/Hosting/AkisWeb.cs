using System.Globalization;
using Akis.People.Demo;
using Akis.Registry.Demo;
using Akis.Server.Api;
using Akis.Server.Pages;
using Akis.Server.Pages.Catalogue;
using Akis.Server.Pages.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using OpenTelemetry.Metrics;
using Scalar.AspNetCore;

namespace Akis.Server.Hosting;

/// <summary>The web server: middleware in order, pages, APIs.</summary>
internal static class AkisWeb
{
    public static async Task RunAsync(AkisOptions options, CancellationToken cancel)
    {
        var app = await BuildAsync(options, background: true, cancel);
        var password = options.Demo ? await app.Services.GetRequiredService<DemoUniversity>().SeedAsync(options.Data, Environment.GetEnvironmentVariable("AKIS_DEMO_PASSWORD"), cancel) : null;
        if (options.Demo) await app.Services.GetRequiredService<DemoRecords>().SeedAsync(cancel);
        if (options.Demo) await DemoDesk.SeedAsync(app.Services, options, cancel);
        await app.StartAsync(cancel);
        Greet(app, password);
        await app.WaitForShutdownAsync(cancel);
        await app.DisposeAsync();
    }

    /// <summary>The whole server, its database prepared, not started yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="background">Whether timers, jobs and the desk's clock run.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<WebApplication> BuildAsync(AkisOptions options, bool background, CancellationToken cancel = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(AkisWeb).Assembly.GetName().Name });
        // A program that was built and not published would read each file anew, compress it at level 0 and forbid caching: meant for editing, not for serving.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(options.Urls).UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 260L * 1024 * 1024); // ten attachments of 25 MB; pages and APIs set less
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Services.AddAkis(options, background);
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.Data, "keys"))).SetApplicationName("akis");
        builder.Services.AddLocalization();
        builder.Services.AddRazorComponents();
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Instance ??= context.HttpContext.Request.Path);
        builder.Services.AddOpenApi("v1");
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime").AddPrometheusExporter());
        AkisModules.Add(builder.Services);

        var app = builder.Build();
        await AkisServices.PrepareAsync(app.Services, cancel);
        Use(app);
        return app;
    }

    private static void Use(WebApplication app)
    {
        app.UseAkisSecurityHeaders();
        app.UseResponseCompression();
        app.UseRequestLocalization(options =>
        {
            CultureInfo[] cultures = [new("tr-TR"), new("en-GB")];
            options.DefaultRequestCulture = new RequestCulture("tr-TR");
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = "akis-language" }, new QueryStringRequestCultureProvider()];
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.Use((context, next) =>
        {
            // A person reads a page, a program a status and a problem.
            if (IsForPrograms(context.Request.Path) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;

            // The page about a failed POST is read, not posted again.
            if (context.Request.Path.StartsWithSegments("/error")) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v2"), v2 => v2.UseMiddleware<Api.V2.V2Problems>());
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs/api", options => options.DefaultFonts = false); // nothing is fetched from other sites
        app.MapGet("/language", LanguageEndpoint.Switch);
        app.MapPost("/sign-out", SignOutEndpoint.RunAsync);
        CatalogueApi.Map(app);
        ModelEndpoint.Map(app);
        AkisModules.Map(app);
        app.MapRazorComponents<App>();
    }

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/v2") || path.StartsWithSegments("/live");

    private static void Greet(WebApplication app, string? password)
    {
        Console.WriteLine($"Akış: {string.Join(", ", app.Urls)}");
        if (password is null) return;
        Console.WriteLine($"Demo: parola / password: {password}");
        foreach (var (user, name) in DemoUniversity.List) Console.WriteLine($"  {user,-16} {name}");
    }
}
