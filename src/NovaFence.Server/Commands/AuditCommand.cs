using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
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
        var history = new Option<int?>("--history") { Description = "Run none, but print what the last ones found, 1 to 500: the last of all, and before it those that found something else.", HelpName = "N" };
        history.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!int.TryParse(only.Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 500))
                result.AddError("--history takes a number from 1 to 500");
        });
        var command = new Command("audit", "Compare the record with Nova now, and finish what was left. Exits with 1 where a person is needed.") { history, json, config };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunAsync(
            parsed.GetValue(config),
            async (services, stop) =>
            {
                if (parsed.GetValue(history) is { } count)
                    return await ShowAsync(services.GetRequiredService<IAuditHistory>(), count, parsed.GetValue(json), stop);
                var report = await services.GetRequiredService<IAuditor>().RunAskedAsync(stop);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(AuditAnswer.Of(report), AnswersJson.Indented.AuditAnswer));
                else
                    Print(report);
                return report.NeedsAPerson ? ExitCode.Failed : ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(IAuditHistory history, int count, bool json, CancellationToken cancellationToken)
    {
        switch (await history.RecentAsync(count, cancellationToken))
        {
            case LedgerResult<IReadOnlyList<AuditReport>>.Ok { Value: var reports }:
                if (reports.Count == 0)
                    return await DirectCommand.RefuseAsync("no audit has been kept yet; 'novafence audit' runs one");
                if (json)
                    Console.WriteLine(JsonSerializer.Serialize(AuditAnswer.Of(reports), AnswersJson.Indented.AuditAnswer));
                else
                    PrintAll(reports);
                return ExitCode.Done;
            case LedgerResult<IReadOnlyList<AuditReport>>.Unavailable unavailable:
                await Console.Error.WriteLineAsync($"novafence: the ledger does not answer: {unavailable.Why}; try again");
                return ExitCode.Failed;
            default:
                throw new InvalidOperationException("a result of no known kind");
        }
    }

    private static void PrintAll(IReadOnlyList<AuditReport> reports)
    {
        foreach (var report in reports)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.At:u}"));
            if (report.Failure is { } failure)
                Console.WriteLine($"could not be carried out: {failure}");
            else
                Print(report);
            Console.WriteLine();
        }
    }

    private static void Print(AuditReport report)
    {
        if (report.Failure is { } failure)
        {
            Console.Error.WriteLine($"novafence: the audit could not be carried out: {failure}");
            return;
        }

        if (report.Findings.Count > 0)
            Listing.Print(["HOST", "FINDING", "SINCE", "STATE", "DID", "TO DO"], report.Findings.Select(Row));
        var findings = report.Findings.Count + report.LeftOut;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Services} compute services, {findings} findings, {report.Elapsed.TotalMilliseconds:F0} ms"));
    }

    private static string[] Row(Finding finding) =>
    [
        finding.Host,
        JsonSerializer.Serialize(finding.Kind, PrintJson.Default.FindingKind).Trim('"'),
        finding.Since.ToString("u", CultureInfo.InvariantCulture),
        JsonSerializer.Serialize(finding.State, PrintJson.Default.HostState).Trim('"'),
        finding.Did,
        finding.ToDo,
    ];
}
