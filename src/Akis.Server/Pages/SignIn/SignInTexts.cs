namespace Akis.Server.Pages.SignIn;

/// <summary>Texts of the sign-in page.</summary>
internal sealed class SignInTexts;
