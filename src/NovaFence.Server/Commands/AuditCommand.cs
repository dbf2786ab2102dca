using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Auditing;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence audit</c>: one run now.</summary>
internal static class AuditCommand
{
    internal static Command Create()
    {
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command("audit", "Compare the record with Nova now, and finish what was left. Exits with 1 where a person is needed.") { json, config };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunAsync(
            parsed.GetValue(config),
            async (services, stop) =>
            {
                var report = await services.GetRequiredService<IAuditor>().RunAsync(stop);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(report, PrintJson.Default.AuditReport));
                else
                    Print(report);
                return report.NeedsAPerson ? ExitCode.Failed : ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static void Print(AuditReport report)
    {
        if (report.Failure is { } failure)
        {
            Console.Error.WriteLine($"novafence: the audit could not be carried out: {failure}");
            return;
        }

        if (report.Findings.Count > 0)
            Listing.Print(["HOST", "FINDING", "STATE", "DID", "TO DO"], report.Findings.Select(Row));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Services} compute services, {report.Findings.Count} findings, {report.Elapsed.TotalMilliseconds:F0} ms"));
    }

    private static string[] Row(Finding finding) =>
    [
        finding.Host,
        JsonSerializer.Serialize(finding.Kind, PrintJson.Default.FindingKind).Trim('"'),
        JsonSerializer.Serialize(finding.State, PrintJson.Default.FenceState).Trim('"'),
        finding.Did,
        finding.ToDo,
    ];
}
