namespace Akis.Server.Pages.Account;

/// <summary>Texts of the account pages.</summary>
internal sealed class AccountTexts;
