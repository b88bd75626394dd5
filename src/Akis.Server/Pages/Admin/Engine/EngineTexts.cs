namespace Akis.Server.Pages.Admin.Engine;

/// <summary>The texts of the pages by which processes are operated; see EngineTexts.resx.</summary>
internal sealed class EngineTexts;
