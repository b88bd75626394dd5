using Akis.Dmn.Tck;

namespace Akis.Dmn.Tests.Tck;

/// <summary>The conformance kit, where it lies beside the repository (<c>shared/suites</c> in a folder above): every case of every folder.</summary>
public sealed class KitConformanceTests
{
    [Fact]
    public void Every_case_of_the_kit_is_green()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "suites", "dmn-tck"))) folder = folder.Parent;
        if (folder is null) Assert.Skip("The suites are not here.");
        using var report = new StringWriter();
        var summary = TckRunner.Run(Path.Combine(folder.FullName, "shared", "suites", "dmn-tck", "TestCases"), report);
        summary.Cases.ShouldBeGreaterThan(2000);
        summary.Green.ShouldBe(summary.Cases, report.ToString());
    }
}
