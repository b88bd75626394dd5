using System.CommandLine;
using Akis.Server.Cli;

// The command line of the program; every command is a file in Cli/.
var root = new RootCommand("Akış: the process handbook that runs")
{
    ServeCommand.Create(),
    TokenCommand.Create(),
    UserCommand.Create(),
    MailCommand.Create(),
    ImportCommand.Create(),
    FeelCommand.Create(),
    TckCommand.Create(),
    BpmnCommand.Create(),
    ProcessCommand.Create(),
    BackupCommand.CreateBackup(),
    BackupCommand.CreateRestore(),
    DoctorCommand.Create(),
    SearchCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
