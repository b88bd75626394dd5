namespace Akis.Server.Pages.Tasks;

/// <summary>The texts of task pages; see TaskTexts.resx.</summary>
internal sealed class TaskTexts;
