namespace Akis.Server.Pages.Privacy;

/// <summary>The texts about personal data; see PrivacyTexts.resx.</summary>
internal sealed class PrivacyTexts;
