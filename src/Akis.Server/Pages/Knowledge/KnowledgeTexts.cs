namespace Akis.Server.Pages.Knowledge;

/// <summary>The texts of the knowledge base; see KnowledgeTexts.resx.</summary>
internal sealed class KnowledgeTexts;
