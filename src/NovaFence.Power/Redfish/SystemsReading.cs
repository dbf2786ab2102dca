using System.Text.Json;
using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <summary>
/// Finds the machine on its BMC and reads its power: ServiceRoot, Systems, each member. Exactly one must be the expected one; what the others say of themselves
/// is read for that, and nothing of it is believed.
/// </summary>
/// <param name="conversation">With the BMC.</param>
/// <param name="bmc">Which one.</param>
/// <param name="map">All of them: a machine of which two hosts are made is neither's.</param>
/// <param name="chassis">Whether the chassis must say Off too.</param>
internal sealed class SystemsReading(RedfishConversation conversation, Bmc bmc, BmcMap map, bool chassis)
{
    /// <summary>Systems of one BMC at most; a chassis of blades has 16.</summary>
    internal const int MostSystems = 64;

    /// <summary>Chassis of one system at most.</summary>
    internal const int MostChassis = 8;

    private readonly List<(SeenMachine Machine, string Path, JsonElement Body)> _seen = [];

    /// <summary>The systems that were read.</summary>
    internal IReadOnlyList<SeenMachine> Machines => [.. _seen.Select(one => one.Machine)];

    /// <summary>The expected one; null where it is not there, or not alone.</summary>
    internal SeenMachine? Machine { get; private set; }

    /// <summary>Where it is, and what it said; null as that is.</summary>
    internal (string Path, JsonElement Body)? System { get; private set; }

    /// <summary>Reads all of it.</summary>
    internal async Task<(PowerReading Reading, string Facts)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await conversation.RootAsync(cancellationToken) is var reply && reply is not RedfishReply.Ok { Body: var root })
            return Failed(reply);
        if (((JsonElement?)root).Member("Systems").Link() is not { } systems)
            return (PowerReading.Busy, "it says nothing of its systems");
        if (await MembersAsync(systems, cancellationToken) is { } failed)
            return failed;
        if (bmc.Expected.IsNobody)
            return (PowerReading.WrongMachine, $"it is not configured which machine it must be: 'novafence power --learn {bmc.Host}' prints it");
        var same = _seen.FindAll(one => bmc.Expected.Is(one.Machine));
        if (same is not [var only])
            return (PowerReading.WrongMachine, same.Count == 0 ? Others() : FormattableString.Invariant($"{same.Count} of its systems say that they are the expected one"));
        (Machine, System) = (only.Machine, (only.Path, only.Body));
        if (map.OtherThatExpects(only.Machine, bmc) is { } other)
            return (PowerReading.WrongMachine, $"what it says of itself is configured for {other}");
        var (reading, facts) = State(only.Body, "");
        return reading == PowerReading.Off && chassis ? await ChassisAsync(only.Body, facts, cancellationToken) : (reading, facts);
    }

    private static (PowerReading, string) Failed(RedfishReply reply) => reply is RedfishReply.Failed failed ? (failed.Reading, failed.Why) : (PowerReading.Busy, "it gave no answer");

    /// <summary>Reads each member of the collection, page by page; what failed, where something did.</summary>
    private async Task<(PowerReading, string)?> MembersAsync(string systems, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        for (var page = (string?)systems; page is not null;)
        {
            if (await FollowAsync(page, cancellationToken) is var reply && reply is not RedfishReply.Ok { Body: var collection })
                return Failed(reply);
            if (((JsonElement?)collection).Member("Members").Items() is not { } members)
                return (PowerReading.Busy, "it does not list its systems");
            foreach (var member in members)
            {
                if (((JsonElement?)member).Link() is not { } path)
                    return (PowerReading.Busy, "it lists a system without a link");
                paths.Add(path);
            }

            if (paths.Count > MostSystems || (members.Count == 0 && paths.Count > 0))
                return (PowerReading.WrongMachine, FormattableString.Invariant($"it lists more than {MostSystems} systems, or pages of nothing"));
            page = ((JsonElement?)collection).Member("Members@odata.nextLink").Text();
            if (page is not null && members.Count == 0)
                return (PowerReading.Busy, "it lists its systems in pages of nothing");
        }

        foreach (var path in paths)
        {
            if (await FollowAsync(path, cancellationToken) is var reply && reply is not RedfishReply.Ok { Body: var body })
                return Failed(reply);
            _seen.Add((Seen(path, body), path, body));
        }

        return null;
    }

    /// <summary>Reads the machine that was found once more: whether it is still the expected one, and how it is.</summary>
    internal async Task<(PowerReading Reading, string Facts)> ReadAgainAsync(CancellationToken cancellationToken)
    {
        if (System is not { Path: var path })
            throw new InvalidOperationException("no machine was found");
        if (await FollowAsync(path, cancellationToken) is var reply && reply is not RedfishReply.Ok { Body: var body })
            return Failed(reply);
        var seen = Seen(path, body);
        (Machine, System) = (seen, (path, body));
        return !bmc.Expected.Is(seen) || map.OtherThatExpects(seen, bmc) is not null ? (PowerReading.WrongMachine, "another machine answers than a moment ago") : State(body, "");
    }

    /// <summary>Reads what a link of the machine leads to.</summary>
    internal Task<RedfishReply> ReadLinkAsync(string link, CancellationToken cancellationToken) => FollowAsync(link, cancellationToken);

    private async Task<RedfishReply> FollowAsync(string link, CancellationToken cancellationToken) =>
        conversation.TryFollow(link, out var at)
            ? await conversation.GetAsync(at, cancellationToken)
            : new RedfishReply.Failed(PowerReading.Redirected, "one of its links leads elsewhere, and is not followed");

    /// <summary>Every chassis that the system stands in must say Off.</summary>
    private async Task<(PowerReading, string)> ChassisAsync(JsonElement system, string facts, CancellationToken cancellationToken)
    {
        var links = ((JsonElement?)system).Member("Links").Member("Chassis").Items();
        if (links is not { Count: > 0 and <= MostChassis })
            return (PowerReading.Unknown, "the system is Off, and links to no chassis that could say so too (NovaFence:Power:Chassis)");
        foreach (var link in links)
        {
            if (((JsonElement?)link).Link() is not { } path)
                return (PowerReading.Busy, "it lists a chassis without a link");
            if (await FollowAsync(path, cancellationToken) is var reply && reply is not RedfishReply.Ok { Body: var body })
                return Failed(reply);
            if (State(body, "the system is Off, and its chassis is ") is var (reading, said) && reading != PowerReading.Off)
                return (reading, said);
        }

        return (PowerReading.Off, $"{facts}, and so is its chassis");
    }

    private static (PowerReading, string) State(JsonElement body, string before)
    {
        var state = ((JsonElement?)body).Member("PowerState").Text();
        // Letter by letter: https://redfish.dmtf.org/schemas/v1/Resource.json#/definitions/PowerState
        PowerReading reading = state switch
        {
            "On" => PowerReading.On,
            "Off" => PowerReading.Off,
            "PoweringOn" => PowerReading.PoweringOn,
            "PoweringOff" => PowerReading.PoweringOff,
            "Paused" => PowerReading.Paused,
            _ => PowerReading.Unknown,
        };
        return (reading, before + (reading != PowerReading.Unknown ? state : RedfishJson.Shown(state) is { } shown ? $"in a state that is none of Redfish's: {shown}" : "in no state that it would tell"));
    }

    private string Others() => _seen.Count == 0
        ? "it has no system"
        : $"another machine answers: {string.Join("; ", _seen.Take(3).Select(one => $"serial {one.Machine.Serial ?? "none"}, UUID {one.Machine.Uuid ?? "none"}"))}";

    private static SeenMachine Seen(string path, JsonElement body)
    {
        var system = (JsonElement?)body;
        var model = string.Join(' ', new[] { system.Member("Manufacturer").Text(), system.Member("Model").Text() }.Select(RedfishJson.Shown).OfType<string>());
        return new SeenMachine(
            RedfishJson.Shown(path) ?? "",
            RedfishJson.Shown(system.Member("SerialNumber").Text()),
            RedfishJson.Shown(system.Member("UUID").Text()),
            model.Length == 0 ? null : model,
            RedfishJson.Shown(system.Member("PowerState").Text()))
        {
            Sku = RedfishJson.Shown(system.Member("SKU").Text()),
        };
    }
}
