using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Search;
using Akis.Handbook.Requests;
using Akis.People;
using Akis.People.Accounts;
using Akis.People.SignIn;

namespace Akis.Server.Api.V2;

/// <summary>Who calls, and what follows from it. A program acts as its user, with no more rights than that user has.</summary>
internal sealed class Caller(CurrentUser current, ProcessQueries processes, RequestAccess access)
{
    private static readonly Problem NotAnOperator = new("forbidden", 403, "Bu işlem için süreç yöneticisi yetkisi gerekir.", "This needs the right to operate processes.");

    private static readonly Problem NotAReader = new("forbidden", 403, "Bütün süreçlerin sayıları yalnız hepsini görebilenlere açıktır.", "Figures over all instances are only for those who may see them all.");

    /// <summary>Administrators operate the engine: deploy, cancel, work on jobs.</summary>
    public async Task<bool> OperatesAsync() => (await PersonAsync()).Is(Roles.Administrator);

    public Task<Person> PersonAsync() => current.GetAsync();

    public async Task<Actor> ActorAsync()
    {
        var person = await PersonAsync();
        return person.Actor with { IsAdministrator = person.Is(Roles.Administrator) };
    }

    /// <summary>What searches may find; null for everything.</summary>
    public async Task<SearchScope?> ScopeAsync() => await OperatesAsync() ? null : RequestAccess.ScopeOf(await ActorAsync());

    /// <summary>The instance, where the caller may see it; operators see every one.</summary>
    public async Task<InstanceView?> SeeAsync(long instanceKey, CancellationToken cancel)
    {
        if (await processes.InstanceAsync(instanceKey, cancel) is not { } instance) return null;
        return await OperatesAsync() || await access.MaySeeAsync(instance, await ActorAsync(), cancel) ? instance : null;
    }

    /// <summary>Lets only those through who may see every instance.</summary>
    public static async ValueTask<object?> OnlyReadersOfAll(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await context.HttpContext.RequestServices.GetRequiredService<Caller>().ScopeAsync() is null ? await next(context) : NotAReader.ToResult();

    /// <summary>Lets only operators through.</summary>
    public static async ValueTask<object?> OnlyOperators(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await context.HttpContext.RequestServices.GetRequiredService<Caller>().OperatesAsync() ? await next(context) : NotAnOperator.ToResult();
}
