using System.Globalization;
using Akis.Bench.Desk;

// fill DATA POSTGRES|- TICKETS KNOWLEDGE    writes tickets of a busy year into a database that the server has made
// load ADDRESS PID TOKEN SECONDS            measures the four things that people do all day, at 1 and at 8 clients
switch (args)
{
    case ["fill", var data, var postgres, var tickets, var knowledge]:
        await Filling.RunAsync(data, postgres == "-" ? null : postgres, int.Parse(tickets, CultureInfo.InvariantCulture), knowledge);
        return 0;
    case ["load", var address, var pid, var token, var seconds]:
        await Load.RunAsync(new Uri(address), int.Parse(pid, CultureInfo.InvariantCulture), token, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    default:
        Console.Error.WriteLine("fill DATA POSTGRES|- TICKETS KNOWLEDGE | load ADDRESS PID TOKEN SECONDS");
        return 1;
}
