using System.Net;
using System.Text.Json;
using NovaFence.Core.Power;

namespace NovaFence.Power.Redfish;

/// <summary>
/// Takes a machine's power away by <c>ComputerSystem.Reset</c> with <c>ForceOff</c>, where its BMC lists that, and in no other way: a graceful shutdown may never end,
/// and a button switches on what is off (https://redfish.dmtf.org/schemas/v1/Resource.json#/definitions/ResetType).
/// </summary>
/// <param name="conversation">With the BMC.</param>
/// <param name="bmc">Which one.</param>
/// <param name="map">All of them.</param>
/// <param name="readWithin">How long each of its two parts may take: before it is asked once more whether it is meant, and after.</param>
/// <param name="clock">The clock.</param>
internal sealed class PowerSwitch(RedfishConversation conversation, Bmc bmc, BmcMap map, TimeSpan readWithin, TimeProvider clock)
{
    private const string ForceOff = "ForceOff";
    private const string ActionName = "#ComputerSystem.Reset";

    /// <summary>How BMCs say with a 400 that the machine is off already: HPE's with the first, Dell's with the second where that is no 409.</summary>
    private static readonly string[] OffAlready = ["InvalidOperationForSystemState", "PSU501"];

    private readonly SystemsReading _reading = new(conversation, bmc, map, chassis: false);
    private bool _isSent;

    /// <summary>Switches it off. Nothing expected throws, the end of the time included.</summary>
    internal async Task<PowerOffReply> SwitchOffAsync(Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken)
    {
        try
        {
            Uri target;
            using (var time = new CancellationTokenSource(readWithin, clock))
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken))
            {
                var read = await TimedAsync(_reading.ReadAsync, limit.Token);
                if (!Runs(read))
                    return NotSent(read);
                var (found, failed) = await TargetAsync(limit.Token);
                if (failed is not null)
                    return new PowerOffReply(PowerOffStatus.NotSent, failed, read);
                if (found is null)
                    return new PowerOffReply(PowerOffStatus.Refused, $"its BMC does not list {ForceOff}, and nothing else is sent", read);
                target = found;
            }

            // By the wall clock too: a machine that was suspended counts no time by the other.
            var (asked, askedAt) = (clock.GetTimestamp(), clock.GetUtcNow());
            if (await isStillMeant(cancellationToken) is { } why)
                return new PowerOffReply(PowerOffStatus.NotSent, why, null);
            using var more = new CancellationTokenSource(readWithin, clock);
            using var rest = CancellationTokenSource.CreateLinkedTokenSource(more.Token, cancellationToken);
            var again = await TimedAsync(_reading.ReadAgainAsync, rest.Token);
            if (!Runs(again))
                return NotSent(again);
            if (conversation.HasEndedConnection)
                return new PowerOffReply(PowerOffStatus.Refused, "its BMC ends the connection after each answer, so that nobody could say that the machine is the same", again);
            if (clock.GetElapsedTime(asked) > PowerOffSent.MeantFor || clock.GetUtcNow() - askedAt > PowerOffSent.MeantFor)
                return new PowerOffReply(PowerOffStatus.NotSent, FormattableString.Invariant($"more than {PowerOffSent.MeantFor.TotalSeconds:0} s went by since it was asked whether it is meant"), again);
            _isSent = true;
            return await conversation.PostAsync(target, Body(), rest.Token) is { } reply
                ? Told(reply, again)
                : new PowerOffReply(PowerOffStatus.NotSent, "its BMC had ended the connection on which the machine was read", again);
        }
        catch (OperationCanceledException)
        {
            return new PowerOffReply(_isSent ? PowerOffStatus.MayAct : PowerOffStatus.NotSent, "it gave no whole answer in time", null);
        }
    }

    private static bool Runs(PowerRead read) => read.Reading is PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused;

    private static PowerOffReply NotSent(PowerRead read) => new(PowerOffStatus.NotSent, read.Facts, read);

    private async Task<PowerRead> TimedAsync(Func<CancellationToken, Task<(PowerReading Reading, string Facts)>> read, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var (reading, facts) = await read(cancellationToken);
        return new PowerRead(reading, began, clock.GetUtcNow(), facts);
    }

    /// <summary>Where the machine takes <c>ForceOff</c>; null where it does not list that, or the place is not its own. What could not be read, where that is so.</summary>
    private async Task<(Uri? At, string? Failed)> TargetAsync(CancellationToken cancellationToken)
    {
        if (_reading.System is not { Path: var path, Body: var body } || ((JsonElement?)body).Member("Actions").Member(ActionName) is not { } action)
            return (null, null);
        var listed = ((JsonElement?)action).Member("ResetType@Redfish.AllowableValues").Items();
        // Newer BMCs list them in a resource of their own: https://redfish.dmtf.org/schemas/DSP0266_1.20.1.html, "Action info".
        if (listed is null && ((JsonElement?)action).Member("@Redfish.ActionInfo").Text() is { } info)
        {
            if (await _reading.ReadLinkAsync(info, cancellationToken) is var answer && answer is not RedfishReply.Ok { Body: var described })
                return (null, $"what it lists could not be read: {(answer as RedfishReply.Failed)?.Why}");
            listed = ((JsonElement?)described).Member("Parameters").Items()?.FirstOrDefault(one => ((JsonElement?)one).Member("Name").Text() == "ResetType") is { ValueKind: JsonValueKind.Object } type
                ? ((JsonElement?)type).Member("AllowableValues").Items()
                : null;
        }

        if (listed?.Any(value => ((JsonElement?)value).Text() == ForceOff) != true || ((JsonElement?)action).Member("target").Text() is not { } target)
            return (null, null);
        // An action is a part of the system that it acts on: of several systems of one BMC, no other's.
        return conversation.TryFollow(target, out var at) && conversation.TryFollow(path, out var own) && at.AbsolutePath.StartsWith(own.AbsolutePath.TrimEnd('/') + "/Actions/", StringComparison.OrdinalIgnoreCase) ? (at, null) : (null, null);
    }

    private static byte[] Body() => [.. "{\"ResetType\":\"ForceOff\"}"u8];

    private static PowerOffReply Told(RedfishReply reply, PowerRead read) => reply switch
    {
        RedfishReply.Ok => new PowerOffReply(PowerOffStatus.Taken, "it took it", read),
        RedfishReply.Failed { Status: HttpStatusCode.Conflict } => new PowerOffReply(PowerOffStatus.Taken, "it answered 409, as where the machine is off already", read),
        RedfishReply.Failed { Status: HttpStatusCode.BadRequest, Said: var said } when SaysOffAlready(said) => new PowerOffReply(PowerOffStatus.Taken, "it answered 400, that the machine's state does not allow it, as where it is off already", read),
        RedfishReply.Failed { Status: null or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } lost => new PowerOffReply(PowerOffStatus.MayAct, lost.Why, read),
        RedfishReply.Failed { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } refused => new PowerOffReply(PowerOffStatus.Refused, $"its BMC answered {(int)refused.Status.Value}: the account may not switch it off", read),
        RedfishReply.Failed refused => new PowerOffReply(PowerOffStatus.Refused, $"its BMC would not: {refused.Why}", read),
        _ => throw new InvalidOperationException("a reply of no known kind"),
    };

    private static bool SaysOffAlready(JsonElement said) =>
        ((JsonElement?)said).Member("error").Member("@Message.ExtendedInfo").Items()?.Any(message =>
            (((JsonElement?)message).Member("MessageId").Text() ?? ((JsonElement?)message).Member("MessageID").Text())?.Split('.')[^1] is { } id && OffAlready.Contains(id, StringComparer.Ordinal)) == true;
}
