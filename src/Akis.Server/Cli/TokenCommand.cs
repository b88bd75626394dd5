using System.CommandLine;
using Akis.People.Tokens;

namespace Akis.Server.Cli;

/// <summary><c>akis token create --user NAME</c>: prints an API token and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var user = new Option<string>("--user") { Description = "whom the token acts as", Required = true };
        var days = new Option<int>("--days") { Description = "how long it is valid", DefaultValueFactory = _ => 90 };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var create = new Command("create", "Creates a token and prints it") { user, days, data, db };
        create.SetAction(parsed => CommandHost.RunAsync(parsed.GetValue(data), parsed.GetValue(db), async services =>
        {
            var token = await services.GetRequiredService<ApiTokens>().CreateAsync(parsed.GetValue(user)!, "komut satırı", parsed.GetValue(days)); // required
            if (token.Problem is { } problem)
            {
                await Console.Error.WriteLineAsync(problem.En);
                return 1;
            }

            Console.WriteLine(token.Value);
            return 0;
        }));
        return new Command("token", "API tokens") { create };
    }
}
