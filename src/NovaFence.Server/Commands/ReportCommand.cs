using System.CommandLine;
using NovaFence.Core.Audit;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence report [--since 7d]</c>: what was done over some time, or would have been, and what was held.</summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        var since = new Option<string>("--since")
        {
            Description = "From when on: 12h, 7d, or a moment such as 2026-03-14T01:59:26Z.",
            HelpName = "TIME",
            DefaultValueFactory = _ => ReportQuery.Default,
        };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !ReportQuery.TrySince(only.Value, DateTimeOffset.UtcNow, out _))
                result.AddError($"--since takes {ReportQuery.SinceForms}");
        });
        var command = new Command(
            "report",
            "Say of each host how often it was forced down and unset, or would have been where NovaFence only observes, and what was held for which reasons; and in the last line what stands between an installation that observes and NovaFence:Mode fence.")
        {
            since,
        };
        var asking = Asking.For(command);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.Report,
            async (services, stop) => Answered<Report>.Of(
                await services.GetRequiredService<IReport>().ReadAsync(Since(parsed.GetValue(since)), stop), report => new Answered<Report>.Ok(report)),
            (api, stop) => api.ReportAsync(parsed.GetValue(since), stop),
            ReportPrinted.Print,
            cancellationToken));
        return command;
    }

    private static DateTimeOffset Since(string? text)
    {
        var now = DateTimeOffset.UtcNow;
        return ReportQuery.TrySince(text, now, out var since) ? since.Value : now;
    }
}
