using System.CommandLine;
using System.Globalization;
using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence audit</c>: one run now. <c>--history N</c>: what the last ones found.</summary>
internal static class AuditCommand
{
    internal static Command Create()
    {
        var history = new Option<int?>("--history") { Description = "Run none, but print what the last ones found, 1 to 500: the last of all, and before it those that found something else.", HelpName = "N" };
        history.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!int.TryParse(only.Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 500))
                result.AddError("--history takes a number from 1 to 500");
        });
        var command = new Command(
            "audit",
            "Compare the record with Nova now, and finish what was left. Exits with 1 where a person is needed.")
        {
            history,
        };
        var asking = Asking.For(command);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.AuditAnswer,
            (services, stop) => parsed.GetValue(history) is { } count
                ? RecentAsync(services.GetRequiredService<IAuditHistory>(), count, stop)
                : RunAsync(services.GetRequiredService<IAuditor>(), services.GetRequiredService<IDueWork>(), stop),
            (api, stop) => parsed.GetValue(history) is { } count ? api.AuditsAsync(count, stop) : api.AuditAsync(stop),
            answer => AuditsPrinted.Print(answer, isHistory: parsed.GetValue(history) is not null),
            cancellationToken,
            answer => parsed.GetValue(history) is null && answer.NeedsAPerson ? ExitCode.Failed : ExitCode.Done,
            parsed.GetValue(history) is null ? ServerClient.ForAnAudit : null,
            needsRoutes: parsed.GetValue(history) is null,
            makesLedger: parsed.GetValue(history) is null));
        return command;
    }

    private static async Task<Answered<AuditAnswer>> RunAsync(IAuditor auditor, IDueWork work, CancellationToken cancellationToken)
    {
        var report = await auditor.RunAskedAsync(cancellationToken);
        // A BMC that is being told something must not be left in the middle of it.
        await work.WhenReadAsync().WaitAsync(cancellationToken);
        return new Answered<AuditAnswer>.Ok(AuditAnswer.Of(report));
    }

    private static async Task<Answered<AuditAnswer>> RecentAsync(IAuditHistory history, int count, CancellationToken cancellationToken) => Answered<AuditAnswer>.Of(
        await history.RecentAsync(count, cancellationToken),
        reports => reports.Count == 0
            ? new Answered<AuditAnswer>.Refused("no audit has been kept yet; 'novafence audit' runs one")
            : new Answered<AuditAnswer>.Ok(AuditAnswer.Of(reports)));
}
