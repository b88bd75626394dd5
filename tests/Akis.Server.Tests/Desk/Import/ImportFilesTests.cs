using Akis.Desk.Import;
using Akis.Desk.Tickets;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Server.Tests.Desk.Import;

/// <summary>Attachments come along by the rules of uploads, and what was internal stays internal.</summary>
public sealed class ImportFilesTests(DeskOffices offices) : IClassFixture<DeskOffices>, IDisposable
{
    private const string CsvTickets = "no;konu;aciklama;durum;talep_eden;acilis;kapanis\nD-1;Yazıcı kâğıt sıkıştırıyor;Üst tepside sıkışıyor.;kapalı;ogrenci;2024-05-06 09:00;2024-05-06 11:00\n";
    private const string CsvMessages = "bilet;ileti;yazan;zaman;ic_not;metin\nD-1;a;ogrenci;2024-05-06 09:05;hayır;Fotoğrafı ekledim.\nD-1;b;masaci;2024-05-06 09:10;evet;Fatura ektedir, kullanıcı görmesin.\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [BothDatabases]
    public async Task Files_are_judged_as_uploads_are_and_a_trial_says_so_beforehand(string database)
    {
        var office = offices[database];
        Put("a/foto.txt", "kâğıt");
        Put("fatura.txt", "42 TL");
        Put("arsiv.txt", "kim bilir neyin");
        Put("virus.exe", "MZ");
        Put("bos.txt", "");
        File.WriteAllText(Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}-disarida.txt"), "gizli");
        File.CreateSymbolicLink(Path.Combine(_folder, "kapi.txt"), Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}-disarida.txt"));
        var rows = "bilet;ileti;ad;dosya;ic_not\nD-1;a;foto.txt;a/foto.txt;hayır\nD-1;b;fatura.txt;fatura.txt;evet\nD-1;a;gizli-rapor.txt;arsiv.txt;evet\nD-1;a;virus.exe;virus.exe;hayır\nD-1;a;bos.txt;bos.txt;hayır\nD-1;a;yok.txt;yok.txt;hayır\n"
            + $"D-1;a;disarida.txt;../{Path.GetFileName(_folder)}-disarida.txt;hayır\nD-1;a;kapi.txt;kapi.txt;hayır\nD-9;a;foto.txt;a/foto.txt;hayır\n";
        try
        {
            var trial = await RunAsync(office, "csv", CsvTickets, CsvMessages, rows, isTrial: true);
            (trial.Made, trial.Files).ShouldBe((1, 3));
            trial.RefusedFiles.Select(file => (file.Ticket, file.Name, file.Problem.Code)).ShouldBe([
                ("D-1", "virus.exe", "import.file"), ("D-1", "bos.txt", "import.file"), ("D-1", "yok.txt", "import.file.missing"), ("D-1", "disarida.txt", "import.file.missing"), ("D-1", "kapi.txt", "import.file.missing"), ("D-9", "foto.txt", "import.file.ticket")]);
            (await NumbersAsync(office, "Yazıcı kâğıt sıkıştırıyor")).ShouldBeEmpty();

            var report = await RunAsync(office, "csv", CsvTickets, CsvMessages, rows);
            (report.Made, report.Files, report.RefusedFiles.Count).ShouldBe((1, 3, trial.RefusedFiles.Count));
            var again = await RunAsync(office, "csv", CsvTickets, CsvMessages, rows);
            (again.Made, again.Known, again.Files).ShouldBe((0, 1, 0));
        }
        finally
        {
            File.Delete(Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}-disarida.txt"));
        }

        var number = (await NumbersAsync(office, "Yazıcı kâğıt sıkıştırıyor")).ShouldHaveSingleItem();
        var desk = await office.PageAsync(number, "masaci");
        desk.Attachments.Select(file => file.Name).ShouldBe(["foto.txt", "fatura.txt", "gizli-rapor.txt"], ignoreOrder: true);
        desk.Messages.ShouldContain(message => message.Kind == MessageKind.Note && message.Body == "Aktarılan ekler: gizli-rapor.txt", "an internal file never hangs on a message that its requester reads");
        var own = await office.PageAsync(number, "ogrenci");
        var photo = own.Attachments.ShouldHaveSingleItem();
        photo.Name.ShouldBe("foto.txt");
        (await File.ReadAllTextAsync((await office.Get<Attachments>().FindAsync(own.Ticket.Key, photo.Key)).ShouldNotBeNull().Path)).ShouldBe("kâğıt");
    }

    [Fact]
    public async Task Zammads_articles_name_their_own_files()
    {
        var office = offices["sqlite"];
        Put("77/501/9001", "ekran görüntüsü");
        Put("77/502/9002", "iç yazışma");
        const string tickets = """[ { "id": 77, "number": "31077", "title": "Zammad ekli bilet", "state": "closed", "priority": "2 normal", "customer": "ogrenci", "owner": "-", "created_at": "2024-03-04T09:00:00Z", "close_at": "2024-03-05T12:30:00Z" } ]""";
        const string articles = """
            [ { "id": 501, "ticket_id": 77, "from": "ogrenci", "created_at": "2024-03-04T09:00:00Z", "content_type": "text/plain", "internal": false, "sender": "Customer", "body": "Ekran görüntüsü ektedir.",
                "attachments": [ { "id": 9001, "filename": "ekran.png", "size": "16", "preferences": { "Content-Type": "image/png" } } ] },
              { "id": 502, "ticket_id": 77, "from": "masaci", "created_at": "2024-03-04T10:00:00Z", "content_type": "text/plain", "internal": true, "sender": "Agent", "body": "İçeride kalsın.",
                "attachments": [ { "id": 9002, "filename": "ic.txt", "size": "12", "preferences": { "Mime-Type": "text/plain" } } ] } ]
            """;
        var report = await RunAsync(office, "zammad", tickets, articles, null);
        (report.Files, report.RefusedFiles.Count).ShouldBe((2, 0));
        var number = (await NumbersAsync(office, "Zammad ekli bilet")).ShouldHaveSingleItem();
        (await office.PageAsync(number, "masaci")).Attachments.Select(file => (file.Name, file.MediaType)).ShouldBe([("ekran.png", "image/png"), ("ic.txt", "text/plain")]);
        (await office.PageAsync(number, "ogrenci")).Attachments.ShouldHaveSingleItem().Name.ShouldBe("ekran.png");
    }

    [Theory]
    [InlineData("rt", "id\tSubject\tStatus\tRequestors\tCreated\n5\tRT ekli bilet\tresolved\togrenci\t2024-01-02 10:00:00\n", "id,ticket,creator,created,type,content_type,content\n31,5,ogrenci,2024-01-02 10:00:00,Create,text/plain,Ekte.\n",
        "id,ticket,message,filename,content_type,type\n88,5,31,ekran.png,image/png,Create\n89,5,,not.txt,text/plain,Comment\n", "88", "89")]
    [InlineData("osticket", "Ticket Number,Subject,Current Status,From Email,Date Created,Priority\n5,osTicket ekli bilet,Closed,ogrenci,2024-01-02 10:00:00,Normal\n", "id,ticket,poster,type,format,body,created\n31,5,ogrenci,M,text,Ekte.,2024-01-02 10:00:00\n",
        "ticket,message,name,media_type,key,type\n5,31,ekran.png,image/png,AbC1,M\n5,,not.txt,text/plain,xYz2,N\n", "A/AbC1", "x/xYz2")]
    public async Task The_rows_of_other_desks_name_files_by_their_keys(string source, string tickets, string messages, string attachments, string first, string second)
    {
        var office = offices["sqlite"];
        Put(first, "görüntü");
        Put(second, "not");
        var report = await RunAsync(office, source, tickets, messages, attachments);
        (report.Made, report.Files, report.RefusedFiles.Count).ShouldBe((1, 2, 0));
        var number = (await NumbersAsync(office, $"{(source == "rt" ? "RT" : "osTicket")} ekli bilet")).ShouldHaveSingleItem();
        (await office.PageAsync(number, "masaci")).Attachments.Count.ShouldBe(2);
        (await office.PageAsync(number, "ogrenci")).Attachments.ShouldHaveSingleItem().Name.ShouldBe("ekran.png");
    }

    [Fact]
    public async Task A_message_brings_as_many_files_as_an_upload_may()
    {
        var office = offices["sqlite"];
        Put("a.txt", "a");
        var rows = "bilet;ileti;ad;dosya\n" + string.Concat(Enumerable.Range(1, Attachments.MostFiles + 2).Select(i => $"D-1;a;{i}.txt;a.txt\n"));
        var trial = await RunAsync(office, "csv", CsvTickets.Replace("D-1", "D-2", StringComparison.Ordinal), "bilet;ileti;metin\n", rows.Replace("D-1", "D-2", StringComparison.Ordinal), isTrial: true);
        trial.Files.ShouldBe(Attachments.MostFiles);
        trial.RefusedFiles.Select(file => file.Problem.Code).ShouldBe(["import.file.many", "import.file.many"]);
    }

    private void Put(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // it has a folder
        File.WriteAllText(file, content);
    }

    private Task<ImportReport> RunAsync(DeskOffice office, string source, string tickets, string messages, string? attachments, bool isTrial = false) => office.Get<Importer>().RunAsync(
        ImportSource.All[source], ImportKind.Tickets, ImportFile.Read(tickets).Value, ImportFile.Read(messages).Value, isTrial, new("aktarim", new HashSet<string> { "masa" }),
        files: new ImportFolder(_folder, attachments is null ? new List<FeelContext>() : ImportFile.Read(attachments).Value));

    private static Task<List<string>> NumbersAsync(DeskOffice office, string subject) => office.Get<AkisDatabase>().ReadAsync((connection, cancel) => connection.QueryAsync("SELECT number FROM ticket WHERE subject = @subject", row => row.GetString(0), cancel, ("subject", subject)));
}
