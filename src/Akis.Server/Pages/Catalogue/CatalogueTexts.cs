namespace Akis.Server.Pages.Catalogue;

/// <summary>Texts of the catalogue and the handbook pages.</summary>
internal sealed class CatalogueTexts;
