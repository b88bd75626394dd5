using Akis.Engine.Database;
using Akis.Engine.Tasks;
using Akis.People.Accounts;
using Akis.People.Demo;
using Akis.People.Organisation;
using Akis.People.SignIn;
using Akis.People.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.People;

/// <summary>Registers people and sign-in.</summary>
public static class PeopleServices
{
    /// <summary>The module's migrations.</summary>
    public static MigrationSet Migrations { get; } = new("people", typeof(PeopleServices).Assembly);

    /// <summary>Adds persons, password sign-in by cookie for browsers, and tokens for programs.</summary>
    public static IServiceCollection AddAkisPeople(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<PersonQueries>().AddSingleton<PersonCommands>().AddSingleton<PersonAdministration>().AddSingleton<RoleWatch>().AddSingleton<SignInCommand>().AddSingleton<ApiTokens>().AddSingleton<DemoUniversity>().AddSingleton<Units>();
        services.AddSingleton<Delegations.Delegations>().AddSingleton<ITaskPeople, TaskPeople>();
        foreach (var function in OrganisationAnswers.Functions) services.AddSingleton(function);
        services.AddScoped<CurrentUser>();
        services.AddAuthentication("Either")
            .AddPolicyScheme("Either", null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey("Authorization") ? TokenAuthentication.Name : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null)
            .AddCookie(options =>
            {
                options.Cookie.Name = "akis";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.HttpOnly = true;
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            });
        services.AddAuthorization();
        return services;
    }

    // A program is told by a status, a person is led to the sign-in page.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/v2") || context.Request.Path.StartsWithSegments("/live")) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
