using Akis.People.Accounts;
using Microsoft.AspNetCore.Http;

namespace Akis.People.SignIn;

/// <summary>Who makes this request. Read once a request, so a role that was taken away is gone with the next click.</summary>
public sealed class CurrentUser(IHttpContextAccessor http, PersonQueries persons)
{
    private Task<Person?>? _person;

    /// <summary>The person, or null where nobody has signed in.</summary>
    public Task<Person?> FindAsync() => _person ??= http.HttpContext?.User.Identity is { IsAuthenticated: true, Name: { } name } ? persons.FindAsync(name, http.HttpContext.RequestAborted) : Task.FromResult<Person?>(null);

    /// <summary>The person; asking where nobody has signed in is a bug of an endpoint that forgot to require it.</summary>
    public async Task<Person> GetAsync() => await FindAsync() ?? throw new InvalidOperationException("Nobody has signed in.");
}
