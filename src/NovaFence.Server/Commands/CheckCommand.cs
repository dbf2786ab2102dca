using System.CommandLine;
using Microsoft.Extensions.Options;
using NovaFence.Core.Checking;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;
using NovaFence.Http.Options;
using NovaFence.Http.Receivers;
using NovaFence.Server.Checking;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence check</c>: before going live.</summary>
internal static class CheckCommand
{
    private const string Configuration = "configuration";
    private const string SetRight = "Set the key right; docs/configuration.md explains every one.";

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
        var json = CommonOptions.Json();
        json.Description = "Print JSON instead of lines.";
        var config = CommonOptions.Config();
        var command = new Command(
            "check",
            "Look before going live whether everything is there: credentials, policies, ledger, clock, routes, receivers. Changes nothing in the cloud. Exits with 1 where something failed.")
        {
            delivery, url, json, config,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
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
            using var host = DirectCommand.Compose(config);
            var services = host.Services;
            List<CheckLine> lines =
            [
                CheckLine.Ok(Configuration, "Every key is understood."),
                .. await services.GetRequiredService<ICheckup>().CheckAsync(cancellationToken),
                .. ReceiverCheck.Check(services.GetRequiredService<IOptions<ReceiversOptions>>().Value, services.GetRequiredService<RouteTable>()),
            ];
            if (delivery is not null)
                lines.Add(await OfDeliveryAsync(services, delivery, cancellationToken));
            if (url is not null)
                lines.Add(await OfMonitoringAsync(services, url, cancellationToken));
            return lines;
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures.Distinct(StringComparer.Ordinal).Select(Wrong)];
        }
        catch (AggregateException several) when (several.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures).Distinct(StringComparer.Ordinal).Select(Wrong)];
        }
    }

    private static CheckLine Wrong(string failure) => CheckLine.Failed(Configuration, failure, SetRight);

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
