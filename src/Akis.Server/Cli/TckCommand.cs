using System.CommandLine;
using Akis.Dmn.Tck;

namespace Akis.Server.Cli;

/// <summary><c>akis tck FOLDER</c>: runs test cases of the DMN Technology Compatibility Kit.</summary>
internal static class TckCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder of the kit, at any level" };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write a line for each case to this file" };
        var command = new Command("tck", "Runs a DMN TCK folder tree; red cases are listed, the last line counts") { folder, csv };
        command.SetAction(parsed =>
        {
            var from = parsed.GetRequiredValue(folder);
            if (!from.Exists)
            {
                Console.Error.WriteLine($"There is no folder {from.FullName}.");
                return 2;
            }

            using var table = parsed.GetValue(csv)?.CreateText();
            var summary = TckRunner.Run(from.FullName, Console.Out, table);
            return summary.Green == summary.Cases ? 0 : 1;
        });
        return command;
    }
}
