using System.Text;

namespace Akis.Mail.Tests;

/// <summary>Writes a winmail.dat (MS-OXTNEF) with these files in it.</summary>
internal static class TnefBytes
{
    public static byte[] Of(IReadOnlyDictionary<string, string> files)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0x223E9F78u); // signature
        writer.Write((ushort)1); // key
        Attribute(writer, 1, 0x00089006, [0, 0, 1, 0]); // attTnefVersion
        Attribute(writer, 1, 0x00069007, [0xE6, 0x04, 0, 0, 0, 0, 0, 0]); // attOemCodepage: 1254
        Attribute(writer, 1, 0x00078008, Encoding.ASCII.GetBytes("IPM.Microsoft Mail.Note\0")); // attMessageClass
        foreach (var (name, content) in files)
        {
            Attribute(writer, 2, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]); // attAttachRenddata begins an attachment
            Attribute(writer, 2, 0x00018010, [.. Encoding.ASCII.GetBytes(name), 0]); // attAttachTitle
            Attribute(writer, 2, 0x0006800F, Encoding.UTF8.GetBytes(content)); // attAttachData
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static void Attribute(BinaryWriter writer, byte level, uint id, byte[] data)
    {
        writer.Write(level);
        writer.Write(id);
        writer.Write((uint)data.Length);
        writer.Write(data);
        writer.Write((ushort)data.Sum(octet => octet));
    }
}
