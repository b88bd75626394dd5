using System.Xml.Linq;

namespace Akis.Bpmn.Tests;

/// <summary>Models made wrong at random: the scenarios, with elements moved, doubled or dropped and attributes changed.</summary>
internal static class BrokenModel
{
    private static readonly string[] Values = ["", "true", "0", "-7", "99999999999999999999", "yok", "=", "=1 +", "${x", "ğüş:ı", "s", "p", "PT", "R/", ":", "a:b"];

    public static string Make(int seed, int changes)
    {
        var random = new Random(seed);
        var scenario = Scenario.All[random.Next(Scenario.All.Count)];
        var root = XElement.Parse(Play.Xml(scenario.Body, scenario.Definitions));
        for (var i = 0; i < changes; i++) Change(root, random);
        return root.ToString();
    }

    private static void Change(XElement root, Random random)
    {
        var elements = root.Descendants().ToList();
        if (elements.Count == 0) return;
        var one = elements[random.Next(elements.Count)];
        var other = elements[random.Next(elements.Count)];
        var attributes = one.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        switch (random.Next(6))
        {
            case 0 when attributes.Count > 0: attributes[random.Next(attributes.Count)].Value = Values[random.Next(Values.Length)]; break;
            case 1 when attributes.Count > 0: attributes[random.Next(attributes.Count)].Remove(); break;
            case 2: other.Add(new XElement(one)); break;
            case 3: one.Remove(); break;
            case 4: one.Name = other.Name; break;
            default: foreach (var attribute in other.Attributes().Where(attribute => one.Attribute(attribute.Name) is null && !attribute.IsNamespaceDeclaration)) one.Add(new XAttribute(attribute)); break;
        }
    }
}
