namespace Akis.Server.Pages.Registry;

/// <summary>Texts of the registry's pages.</summary>
internal sealed class RegistryTexts;
