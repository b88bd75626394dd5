namespace Akis.Server.Pages.Admin.People;

/// <summary>Texts of the pages on which persons are kept.</summary>
internal sealed class PeopleTexts;
