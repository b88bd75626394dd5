using System.CommandLine;
using Akis.People;
using Akis.People.Accounts;

namespace Akis.Server.Cli;

/// <summary><c>akis user create</c>: the first administrator of a real installation; the password is read from standard input.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--user") { Description = "user name", Required = true };
        var display = new Option<string>("--name") { Description = "name for people", Required = true };
        var email = new Option<string>("--email") { Description = "mail address", Required = true };
        var roles = new Option<string>("--roles") { Description = "role codes, separated by commas", DefaultValueFactory = _ => Roles.Administrator };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var create = new Command("create", "Creates a user; the password comes from standard input") { name, display, email, roles, data, db };
        create.SetAction(parsed => CommandHost.RunAsync(parsed.GetValue(data), parsed.GetValue(db), async services =>
        {
            var persons = services.GetRequiredService<PersonCommands>();
            await persons.SaveUnitAsync("BIDB", "Bilgi İşlem Daire Başkanlığı", "Department of Information Technologies", null, null);
            var saved = await persons.SaveAsync(parsed.GetValue(name)!, parsed.GetValue(display)!, parsed.GetValue(email)!, "İdari", "BIDB", // required options
                parsed.GetValue(roles)!.Split(',', StringSplitOptions.TrimEntries), (await Console.In.ReadLineAsync())?.Trim() ?? "");
            if (saved.Problem is not { } problem) return 0;
            await Console.Error.WriteLineAsync(problem.En);
            return 1;
        }));
        return new Command("user", "User accounts") { create };
    }
}
