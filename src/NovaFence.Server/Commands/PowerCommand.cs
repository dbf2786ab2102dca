using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaFence.Core.Cloud;
using NovaFence.Core.Power;
using NovaFence.Ledger;
using NovaFence.Power;
using NovaFence.Power.Options;
using NovaFence.Server.Checking;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence power [--learn] [HOST]</c>: what BMCs say, and the map of hosts and machines for a person to sign. Only reads.</summary>
internal static class PowerCommand
{
    // Serial numbers of whatever alphabet stay readable: it is pasted into a file, and not into a page.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Command Create()
    {
        var host = new Argument<string?>("HOST") { Description = "The compute host as Nova names it; all of NovaFence:Power:Hosts when not given.", Arity = ArgumentArity.ZeroOrOne };
        var learn = new Option<bool>("--learn")
        {
            Description = "Print NovaFence:Power:Hosts with the serial number and UUID that each BMC tells, to be compared with the machines and pasted by a person. With NovaFence:Power:Pattern also of Nova's other hosts.",
        };
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command(
            "power",
            "Ask the BMCs of compute hosts whether their machines have power. Changes nothing, and switches nothing. Exits with 0 where every one told its machine's state, else with 1.")
        {
            host, learn, json, config,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            PrintedCommands.AreFor(null, null, parsed.GetValue(config));
            return RunAsync(parsed.GetValue(config), parsed.GetValue(host), parsed.GetValue(learn), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(FileInfo? config, string? host, bool learn, bool json, CancellationToken cancellationToken)
    {
        using var composed = DirectCommand.Compose(config, LedgerAccess.ReadOnly, needsRoutes: false);
        var services = composed.Services;
        var bmcs = services.GetRequiredService<IBmcs>();
        IReadOnlyList<string> hosts = host is not null ? [host] : bmcs.Hosts;
        if (learn && host is null && services.GetRequiredService<BmcOptions>().Pattern is not null)
        {
            if (await services.GetRequiredService<ICloud>().ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var known })
                return await DirectCommand.RefuseAsync("Nova does not list its hosts, which NovaFence:Power:Pattern is for: name one, or see 'novafence check'");
            hosts = [.. bmcs.Hosts.Concat(known.Select(service => service.Host.Name)).Distinct(StringComparer.OrdinalIgnoreCase)];
        }

        if (hosts.Count == 0)
            return await DirectCommand.RefuseAsync($"no BMC is configured: write {BmcOptions.Section}:{nameof(BmcOptions.Hosts)}; docs/power.md shows how");
        if (host is not null && !bmcs.HasAddress(host))
            return await DirectCommand.RefuseAsync($"{BmcOptions.Section}:{nameof(BmcOptions.Hosts)} has no {host}, and {BmcOptions.Section}:{nameof(BmcOptions.Pattern)} makes no address of the name");
        var read = await PowerCheck.LookAsync(bmcs, hosts, cancellationToken);
        return learn ? Learn(services.GetRequiredService<BmcOptions>(), read) : Print(read, json);
    }

    private static int Print(IReadOnlyList<HostLook> read, bool json)
    {
        var rows = read.Select(PowerRow.Of).ToList();
        if (json)
            Screen.WriteJson(JsonSerializer.Serialize(rows, PrintJson.Default.IReadOnlyListPowerRow));
        else
            PowerPrinted.Print(rows);
        return read.All(one => one.TellsState) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>What can be pasted goes to the output, what a person has to look at to the errors.</summary>
    private static int Learn(BmcOptions options, IReadOnlyList<HostLook> read)
    {
        var items = new JsonArray();
        var isWhole = true;
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (host, look) in read)
        {
            var written = options.Hosts.FirstOrDefault(item => string.Equals(item.Host, host, StringComparison.OrdinalIgnoreCase));
            if (Problem(look, owners, host) is { } problem)
            {
                isWhole = false;
                Screen.WriteWrapped($"novafence: {host}: {problem}", Screen.Hang, toError: true);
                continue;
            }

            var machine = look.Machines[0];
            if (look.Machine is null && written is not null && (written.Serial is not null || written.Uuid is not null))
                Screen.WriteWrapped($"novafence: {host}: this is not the machine that is configured ({written.Serial ?? written.Uuid}): see which of the two is meant", Screen.Hang, toError: true);
            var item = new JsonObject { ["Host"] = written?.Host ?? host };
            foreach (var (key, value) in ((string, string?)[])[("Url", written?.Url), ("Group", written?.Group), ("Serial", Machines.Serial(machine)), ("Uuid", Machines.Uuid(machine))])
            {
                if (value is not null)
                    item[key] = value;
            }

            items.Add(item);
        }

        Screen.WriteJson(new JsonObject { ["NovaFence"] = new JsonObject { ["Power"] = new JsonObject { ["Hosts"] = items } } }.ToJsonString(Indented));
        Screen.WriteWrapped("novafence: compare it with what stands on the machines before it is configured: it is what the BMCs say of themselves.", Screen.Hang, toError: true);
        return isWhole ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Why nothing can be learned; null where one machine was found that no other host has.</summary>
    private static string? Problem(BmcLook look, Dictionary<string, string> owners, string host)
    {
        if (look.Machines.Count == 0)
            return $"{PowerMetrics.Word(look.Read.Reading)}: {look.Read.Facts}";
        if (look.Machines.Count > 1)
            return $"its BMC has several systems, and which one it is a person has to say: {string.Join("; ", look.Machines.Select(one => $"{one.Path} serial {one.Serial ?? "none"}, UUID {one.Uuid ?? "none"}"))}";
        if (look.Read.Reading is PowerReading.Busy or PowerReading.Unreachable or PowerReading.Refused or PowerReading.Redirected)
            return $"{PowerMetrics.Word(look.Read.Reading)}: {look.Read.Facts}";
        var identity = Machines.Key(look.Machines[0]);
        if (identity is null)
            return "its serial number and UUID are placeholders, which tell no machine from another";
        return owners.TryAdd(identity, host) ? null : $"its BMC is the same machine's as that of {owners[identity]}: one of the addresses is wrong";
    }
}
