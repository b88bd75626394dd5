using System.Xml;
using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>Why a model must not be deployed.</summary>
/// <param name="Line">Line in the file, counted from 1.</param>
/// <param name="ElementId">The element concerned, or null.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Tr">The reason and what to do, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record Finding(int Line, string? ElementId, string Code, string Tr, string En)
{
    /// <summary>A finding at an element, or at the nearest one around it that has an id.</summary>
    internal static Finding At(XElement element, string code, string tr, string en) => new(
        Math.Max(((IXmlLineInfo)element).LineNumber, 1), element.AncestorsAndSelf().Select(each => (string?)each.Attribute("id")).FirstOrDefault(id => id is not null), code, tr, en);
}
