using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Akis.Automation.Connectors;

namespace Akis.Automation.Documents;

/// <summary>
/// Prints HTML as PDF/A-3b, the form in which documents are kept, with Debian's WeasyPrint (BSD; CourtBouillon): paged CSS, fonts embedded, nothing of a browser.
/// Why it was chosen: docs/decisions/0005-documents-by-weasyprint.md.
/// </summary>
internal static class WeasyPrint
{
    private const int NotFound = 127, TookTooLong = 124;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45); // less than the lease of a job

    /// <summary>The PDF.</summary>
    /// <exception cref="ConnectorFailed">WeasyPrint is not there, refuses the page or takes too long.</exception>
    public static async Task<byte[]> PrintAsync(string html, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("weasyprint", ["--encoding", "utf-8", "--quiet", "--pdf-variant", "pdf/a-3b", "-", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Begin(start);
        try
        {
            var (pdf, errors) = (new MemoryStream(), process.StandardError.ReadToEndAsync(limit.Token));
            var printed = process.StandardOutput.BaseStream.CopyToAsync(pdf, limit.Token);
            await process.StandardInput.WriteAsync(html.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await printed;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 && pdf.Length > 0 ? pdf.ToArray() : throw new ConnectorFailed(process.ExitCode, $"weasyprint: {(await errors).Trim()}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ConnectorFailed(TookTooLong, $"weasyprint took longer than {Patience.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // null only where a shell is asked for
        }
        catch (Win32Exception missing)
        {
            throw new ConnectorFailed(NotFound, $"weasyprint cannot be started ({missing.Message}): install the Debian package weasyprint, or run scripts/setup.sh run");
        }
    }
}
