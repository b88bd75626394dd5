namespace Akis.Server.Pages.Forms;

/// <summary>The texts of rendered forms; see FormTexts.resx.</summary>
internal sealed class FormTexts;
