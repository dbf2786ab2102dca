using System.CommandLine;
using Microsoft.Extensions.Options;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Hosting;
using NovaFence.Http.Options;
using NovaFence.Http.Receivers;
using NovaFence.Ledger;
using NovaFence.Power;
using NovaFence.Server.Checking;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence check</c>: before going live.</summary>
internal static class CheckCommand
{
    internal const string Configuration = "configuration";
    internal const string SetRight = "Set the key right; docs/configuration.md explains every one.";

    internal static Command Create()
    {
        var delivery = new Option<FileInfo>("--delivery") { Description = "A recorded delivery: do the hosts that it names resolve?", HelpName = "FILE" };
        delivery.AcceptExistingOnly();
        var url = new Option<Uri?>("--url")
        {
            Description = "An Alertmanager or a Prometheus: do its alerts, or its targets, resolve to compute hosts?",
            HelpName = "URL",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var read) && read.Scheme is "http" or "https")
                    return read;
                result.AddError("--url takes an http or https URL, such as http://alertmanager:9093");
                return null;
            },
        };
        var upgrade = new Option<bool>("--upgrade")
        {
            Description = "Look instead at what this edition refuses of the first one's configuration, or fences less: names to give, matchers, labels, the ledger's partition, places left. Only reads; exits with 0 when nothing is to be done.",
        };
        var json = CommonOptions.Json();
        json.Description = "Print JSON instead of lines.";
        var config = CommonOptions.Config();
        var command = new Command(
            "check",
            "Look before going live whether everything is there: credentials, policies, ledger, clock, routes, receivers. Changes nothing in the cloud. Exits with 1 where something failed.")
        {
            delivery, url, upgrade, json, config,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(upgrade) && (result.GetResult(delivery) is not null || result.GetResult(url) is not null))
                result.AddError("--upgrade looks at configuration, ledger and fleet: leave --delivery and --url out");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PrintedCommands.AreFor(null, null, parsed.GetValue(config));
            if (parsed.GetValue(upgrade))
            {
                var found = await UpgradeCheck.LinesAsync(DirectCommand.Configured(parsed.GetValue(config)), cancellationToken);
                ChecksPrinted.Print(found, parsed.GetValue(json));
                return found.All(line => line.Result == CheckResult.Ok) ? ExitCode.Done : ExitCode.Failed;
            }

            var lines = await LinesAsync(parsed.GetValue(config), parsed.GetValue(delivery), parsed.GetValue(url), cancellationToken);
            ChecksPrinted.Print(lines, parsed.GetValue(json));
            return lines.Any(line => line.Result == CheckResult.Failed) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<CheckLine>> LinesAsync(FileInfo? config, FileInfo? delivery, Uri? url, CancellationToken cancellationToken)
    {
        try
        {
            var unwritten = await UnwrittenAsync(config, cancellationToken);
            using var host = DirectCommand.Compose(config, unwritten is null ? LedgerAccess.ReadAndWrite : LedgerAccess.ReadOnly);
            var services = host.Services;
            List<CheckLine> lines =
            [
                CheckLine.Ok(Configuration, "Every key is understood."),
                .. await CheckupAsync(services, unwritten, cancellationToken),
                .. await new DisabledReasonCheck(services.GetRequiredService<ICloud>(), services.GetRequiredService<NovaFenceOptions>()).LinesAsync(cancellationToken),
                .. await new PowerCheck(services.GetRequiredService<IBmcs>(), services.GetRequiredService<IMachineInventory>(), services.GetRequiredService<ICloud>()).LinesAsync(cancellationToken),
                .. PageTokenCheck.Check(services.GetRequiredService<IOptions<AccessOptions>>().Value),
                .. ReceiverCheck.Check(services.GetRequiredService<IOptions<ReceiversOptions>>().Value, services.GetRequiredService<RouteTable>()),
            ];
            if (delivery is not null)
                lines.Add(await OfDeliveryAsync(services, delivery, cancellationToken));
            if (url is not null)
                lines.Add(await OfMonitoringAsync(services, url, cancellationToken));
            return lines;
        }
        catch (Exception wrong) when (RefusedStart.WrongKeys(wrong) is { } failures)
        {
            return Wrong(failures);
        }
    }

    internal static IReadOnlyList<CheckLine> Wrong(IReadOnlyList<string> failures) =>
        [.. failures.Select(failure => CheckLine.Failed(Configuration, failure, SetRight))];

    /// <summary>
    /// The line that says why nothing is written to the ledger: there is none, which only the server makes, or the first edition may be using it, which carrying it over would stop. Null where it is
    /// written.
    /// </summary>
    private static async Task<CheckLine?> UnwrittenAsync(FileInfo? config, CancellationToken cancellationToken)
    {
        using var host = DirectCommand.Compose(config, LedgerAccess.ReadOnly);
        if (await DirectCommand.MissingLedgerAsync(host.Services, cancellationToken) is LedgerResult<MissingLedger?>.Ok { Value: { } missing })
            return CheckLine.Warning(CheckLine.LedgerRead, missing.ToDo + ".", "Until then commands that read it, or pause hosts in it, refuse. Whether it can be made there was not tried.");
        // Its places are counted by --upgrade: they stand in another row.
        return await host.Services.GetRequiredService<UsedStores>().DescribeAsync(cancellationToken) is LedgerResult<LedgerDescription>.Ok { Value.Written: 1 }
            ? CheckLine.Warning("ledger: edition", "The ledger is the first edition's. It was only read, and whether it can be written was not tried.", "Stop the first edition before this one starts, which carries the ledger over; 'novafence check --upgrade' lists what to write before.")
            : null;
    }

    private static async Task<IEnumerable<CheckLine>> CheckupAsync(IServiceProvider services, CheckLine? unwritten, CancellationToken cancellationToken)
    {
        List<CheckLine> lines = [.. await services.GetRequiredService<ICheckup>().CheckAsync(cancellationToken)];
        if (unwritten is not null)
        {
            lines.RemoveAll(line => line.Name is CheckLine.LedgerWrite or CheckLine.Places || line.Name == unwritten.Name);
            lines.Add(unwritten);
        }

        // With a ledger that cannot be read the lines above say so.
        var used = services.GetRequiredService<UsedStores>();
        if (await used.DescribeAsync(cancellationToken) is LedgerResult<LedgerDescription>.Ok { Value: var found })
        {
            Screen.WriteWrapped($"novafence: {used.Line(found)}", Screen.Hang, toError: true);
            lines.Add(CheckLine.Ok("in use", $"{used.Line(found)}."));
            if (DirectCommand.EmptyPartition(found) is { } empty)
                lines.Add(CheckLine.Warning("ledger: partition", empty + ".", "Until then every command but serve and check refuses it."));
        }

        if (await services.GetRequiredService<ILedgerAdoption>().CompareAsync(cancellationToken) is { } other)
            lines.Add(CheckLine.Failed("ledger: cloud", other, "Set NovaFence:Ledger right, or take the ledger over: novafence ledger adopt"));
        return lines;
    }

    private static async Task<CheckLine> OfDeliveryAsync(IServiceProvider services, FileInfo file, CancellationToken cancellationToken)
    {
        var body = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        return services.GetRequiredService<IDeliveryReader>().Read(null, body, services.GetRequiredService<TimeProvider>().GetUtcNow()) switch
        {
            DeliveryReading.Alerts alerts => await Coverage(services).CheckAsync(file.Name, "alerts", alerts.Events, byRoute: true, cancellationToken),
            DeliveryReading.Ignored ignored => CheckLine.Warning(CoverageCheck.Name, $"{file.Name}: {ignored.Reason}.", "Give a delivery that holds an alert."),
            DeliveryReading.Refused refused => CheckLine.Failed(CoverageCheck.Name, $"{file.Name}: {refused.Why}", "Give a delivery as its sender sent it."),
            _ => throw new InvalidOperationException("a reading of no known kind"),
        };
    }

    private static async Task<CheckLine> OfMonitoringAsync(IServiceProvider services, Uri url, CancellationToken cancellationToken) =>
        await Monitoring.ReadAsync(url, cancellationToken) switch
        {
            MonitoringReading.Read read => await Coverage(services).CheckAsync(read.Where, read.What, read.All, read.ByRoute, cancellationToken),
            MonitoringReading.Unreadable unreadable => CheckLine.Failed(CoverageCheck.Name, unreadable.Why, "Give the address of an Alertmanager or a Prometheus that can be reached from here without a password."),
            _ => throw new InvalidOperationException("a reading of no known kind"),
        };

    private static CoverageCheck Coverage(IServiceProvider services) =>
        new(services.GetRequiredService<ICloud>(), services.GetRequiredService<NovaFenceOptions>(), services.GetRequiredService<RouteTable>());
}
