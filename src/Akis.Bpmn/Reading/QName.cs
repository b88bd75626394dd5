using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>References between elements, and attributes read without fear: what they hold wrongly is found by <see cref="StandardChecks"/>.</summary>
internal static class QName
{
    /// <summary>The id that a reference names, and whether it lies in a namespace other than the file's own.</summary>
    public static (string Id, bool IsForeign) Resolve(XElement place, string reference)
    {
        if (reference.Split(':', 2) is not [var prefix, var local]) return (reference, false);
        var meant = prefix.Length == 0 ? null : place.GetNamespaceOfPrefix(prefix);
        var own = (string?)place.AncestorsAndSelf().Last().Attribute("targetNamespace");
        return meant is null ? (reference, false) : (local, meant.NamespaceName != own);
    }

    /// <summary>The id that an attribute refers to; null where there is no such attribute.</summary>
    public static string? Reference(this XElement element, string attribute) => (string?)element.Attribute(attribute) is { } text ? Resolve(element, text.Trim()).Id : null;

    /// <summary>A yes or no; what is neither counts as not given.</summary>
    public static bool Flag(this XElement element, string attribute, bool standard = false) => ((string?)element.Attribute(attribute))?.Trim() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => standard,
    };
}
