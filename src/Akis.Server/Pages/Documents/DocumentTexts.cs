namespace Akis.Server.Pages.Documents;

/// <summary>The texts about documents; see DocumentTexts.resx.</summary>
internal sealed class DocumentTexts;
