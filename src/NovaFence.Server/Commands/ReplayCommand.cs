using System.CommandLine;
using NovaFence.Core.Decisions;
using NovaFence.Http.Receivers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Replaying;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence replay DIR</c>: a folder of recorded deliveries, in their order, against the sandbox.</summary>
internal static class ReplayCommand
{
    internal static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder that NovaFence:Record filled." };
        folder.AcceptExistingOnly();
        var hosts = new Option<string?>("--hosts")
        {
            Description = "The sandbox's compute hosts, with commas between them; without it its own five and every host that the recordings name.",
            HelpName = "NAMES",
        };
        hosts.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && Names(only.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count() is var different && (different == 0 || different != Names(only.Value).Length))
                result.AddError("--hosts takes host names with commas between them, none of them twice");
        });
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command(
            "replay",
            "Run recorded deliveries in their order against a made-up cloud, each at the moment it was received, and print what became of every alert. Routes and limits are those configured here, or the sandbox's. No real cloud is touched.")
        {
            folder, hosts, json, config,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(hosts) is { } names ? Names(names) : null, parsed.GetValue(json), parsed.GetValue(config), cancellationToken));
        return command;
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimelineRow Row(RecordedDelivery delivery, DeliveryReading.Ignored ignored) =>
        new() { At = delivery.ReceivedAt, File = delivery.File, Fingerprint = ignored.Fingerprint, Verdict = VerdictKind.Ignored, Reason = ignored.Reason };

    private static async Task<int> RunAsync(DirectoryInfo folder, string[]? hosts, bool json, FileInfo? config, CancellationToken cancellationToken)
    {
        var recorded = await RecordedDelivery.ReadAllAsync(folder, cancellationToken);
        var start = recorded.Where(delivery => delivery.Problem is null).Select(delivery => delivery.ReceivedAt).DefaultIfEmpty(DateTimeOffset.UtcNow).Min();
        await using var replay = await Replay.PrepareAsync(DirectCommand.Configured(config), hosts, start, cancellationToken);
        var readings = recorded.Select(delivery => (Delivery: delivery, Reading: delivery.Problem is { } problem ? new DeliveryReading.Refused(problem) : replay.Read(delivery))).ToList();
        if (hosts is null)
            replay.AddHostsOf(readings.Select(one => one.Reading).OfType<DeliveryReading.Alerts>().SelectMany(alerts => alerts.Events));
        if (await replay.OpenAsync(cancellationToken) is { } missing)
            return await DirectCommand.RefuseAsync(missing);

        var rows = new List<TimelineRow>();
        var unreadable = 0;
        foreach (var (delivery, reading) in readings)
        {
            if (reading is not DeliveryReading.Refused)
                rows.AddRange(await replay.RunUntilAsync(delivery.ReceivedAt, cancellationToken));
            switch (reading)
            {
                case DeliveryReading.Alerts alerts:
                    foreach (var warning in alerts.Warnings)
                        Screen.WriteWrapped($"novafence: {delivery.File}: {warning}", Screen.Hang, toError: true);
                    rows.AddRange(DeliveryOrder.Merge(
                        await replay.TakeAsync(delivery, alerts.Events, cancellationToken), [.. alerts.Between.Select(one => (one.Place, Row(delivery, one.Ignored)))]));
                    break;
                case DeliveryReading.Ignored ignored:
                    rows.Add(Row(delivery, ignored));
                    break;
                case DeliveryReading.Refused refused:
                    unreadable++;
                    Screen.WriteWrapped($"novafence: {delivery.File} cannot be read: {refused.Why}", Screen.Hang, toError: true);
                    break;
            }
        }

        rows.AddRange(await replay.RunUntilAsync(null, cancellationToken));
        TimelinePrinted.Print(rows, recorded.Count - unreadable, json);
        return unreadable == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
