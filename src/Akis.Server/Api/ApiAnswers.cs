using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Server.Api;

/// <summary>What <c>/api</c> answers to the outcome of a command: nothing, or a problem in the caller's language with its code.</summary>
internal static class ApiAnswers
{
    /// <summary>204, or the problem.</summary>
    public static IResult ToAnswer(this Outcome outcome) => outcome.Problem is { } problem ? problem.ToAnswer() : Results.NoContent();

    /// <summary>What was made, or the problem.</summary>
    public static IResult ToAnswer<T>(this Outcome<T> outcome, Func<T, IResult> made) => outcome.Problem is { } problem ? problem.ToAnswer() : made(outcome.Value);

    /// <summary>RFC 9457; <c>code</c> is the problem's own.</summary>
    public static IResult ToAnswer(this Problem problem) =>
        Results.Problem(statusCode: problem.Status, title: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr, extensions: new Dictionary<string, object?> { ["code"] = problem.Code });
}
