namespace Akis.Server.Pages.Search;

/// <summary>The texts of the search page; see SearchTexts.resx.</summary>
internal sealed class SearchTexts;
