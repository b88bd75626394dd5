namespace Akis.Server.Pages.Desk.Rules;

/// <summary>The texts of the page of rules; see RuleTexts.resx.</summary>
internal sealed class RuleTexts;
