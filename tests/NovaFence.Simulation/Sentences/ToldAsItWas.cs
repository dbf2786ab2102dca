using System.Text.Json;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>What every history with a receiver needs: it is told each time that a host's record went down or came up, in that order, each hold and each finding, and nothing else.</summary>
internal static class ToldAsItWas
{
    private const string ReceiverKey = "notified:ops";

    /// <summary>A commit that was under way when the receiver was begun with may bear an earlier moment.</summary>
    private static readonly TimeSpan CommitTakes = TimeSpan.FromSeconds(20);

    internal static string? Check(Past past)
    {
        if (!past.History.IsTold)
            return null;
        if (Since(past) is not { } since)
            return "nobody ever began to tell the receiver";
        // What was told twice bears the same id.
        var told = past.World.Receiver.Taken.DistinctBy(one => one.Id).ToList();
        foreach (var host in past.World.Cloud.Hosts.Select(host => host.Name))
        {
            var turns = Turns(past, host).ToList();
            var heard = told.Where(one => one.Host == host && one.Kind is NotificationKind.ForcedDown or NotificationKind.Unset && one.Host == host).Select(one => one.Kind == NotificationKind.ForcedDown ? "down" : "up").ToList();
            var before = turns.Count - heard.Count;
            if (before < 0 || turns.Take(before).Any(turn => turn.At > since + CommitTakes) || !turns.Skip(before).Select(turn => turn.To).SequenceEqual(heard))
                return $"the record of {host} went: {string.Join(' ', turns.Select(turn => turn.To))}; and the receiver heard: {string.Join(' ', heard)}";
        }

        var ids = told.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var happened in past.World.Ledger.Events.Where(happened => happened.At > since))
        {
            using var json = JsonDocument.Parse(happened.Json);
            if (IsOver(past, happened.Host, json.RootElement))
                continue;
            if (IsHeldAsBefore(past, happened, json.RootElement, ids))
                continue;
            if (Count(json.RootElement) is var count and > 0 && Enumerable.Range(0, count).Any(number => !ids.Contains(number == 0 ? happened.Id : FormattableString.Invariant($"{happened.Id}-{number}"))))
                return $"this was never told: {happened.Host}, {happened.Json}";
        }

        return null;
    }

    /// <summary>From when on the receiver is told: from the start of whoever told it first.</summary>
    private static DateTimeOffset? Since(Past past)
    {
        if (past.World.Ledger.Commits.Find(commit => commit.Rows.ContainsKey(ReceiverKey)) is not { } first)
            return null;
        using var json = JsonDocument.Parse(first.Rows[ReceiverKey].Json);
        return json.RootElement.GetProperty("since").GetDateTimeOffset();
    }

    /// <summary>Whether it held an alert that no record could take, and that is over or names another host by now: then nothing leads to it any more.</summary>
    private static bool IsOver(Past past, string host, JsonElement happened) =>
        host != "-"
        && happened.TryGetProperty("alert", out var alert)
        && !past.World.Ledger.Rows.ContainsKey($"host:{host.ToUpperInvariant()}")
        && past.World.Ledger.Rows.GetValueOrDefault($"unresolved:{alert.GetProperty("receiver").GetString()}:{alert.GetProperty("fingerprint").GetString()}")?.Json.Contains($"\"name\":\"{host}\"", StringComparison.Ordinal) != true;

    /// <summary>Whether the receiver was told before that the alert is held for this reason, and it was held ever since and did not begin anew.</summary>
    private static bool IsHeldAsBefore(Past past, LedgerEvent happened, JsonElement json, HashSet<string> told)
    {
        if (Hold(json) is not { } hold || Begins(json))
            return false;
        foreach (var before in past.World.Ledger.Events.Where(other => other.Host == happened.Host && other.At <= happened.At && other.Id != happened.Id).OrderByDescending(other => other.At))
        {
            using var other = JsonDocument.Parse(before.Json);
            if (!other.RootElement.TryGetProperty("alert", out var alert) || AlertOf(alert) != hold.Alert)
                continue;
            if (Hold(other.RootElement) is not { } held)
                return false;
            if (held.Title == hold.Title)
                return told.Contains(before.Id) || IsHeldAsBefore(past, before, other.RootElement, told);
            if (Begins(other.RootElement))
                return false;
        }

        return false;

        static bool Begins(JsonElement of) => of.TryGetProperty("situation", out var situation) && situation.TryGetProperty("order", out var order) && order.GetString() is "NewPeriod" or "FiresAgain";
    }

    /// <summary>The alert that it says to be held, and for what; null where it says nothing of the kind.</summary>
    private static (string Alert, string? Title)? Hold(JsonElement happened) =>
        happened.GetProperty("verdict").GetString() == "held" && happened.TryGetProperty("alert", out var alert) && happened.TryGetProperty("title", out var title) && title.GetString() != "pending"
            ? (AlertOf(alert), title.GetString())
            : null;

    private static string AlertOf(JsonElement alert) => $"{alert.GetProperty("receiver").GetString()}/{alert.GetProperty("fingerprint").GetString()}";

    /// <summary>How many notifications the event is at least.</summary>
    private static int Count(JsonElement happened)
    {
        if (happened.GetProperty("verdict").GetString() == "held")
            return happened.TryGetProperty("title", out var title) && title.GetString() == "pending" ? 0 : 1;
        return Length("opened") + Length("closed");

        int Length(string list) => happened.TryGetProperty(list, out var findings) ? findings.GetArrayLength() : 0;
    }

    /// <summary>When the record went down, and came up again: by what each commit that wrote it says it was, and by the row that it left.</summary>
    private static IEnumerable<(string To, DateTimeOffset At)> Turns(Past past, string host)
    {
        var (key, before, isDown, isReleasing) = ($"host:{host.ToUpperInvariant()}", (string?)null, false, false);
        foreach (var commit in past.World.Ledger.Commits)
        {
            if (commit.Rows.GetValueOrDefault(key)?.Json is not { } json || json == before)
                continue;
            before = json;
            foreach (var state in commit.Commit.Events.Where(happened => happened.Host == host).SelectMany(States).Append(HostRow.Read(json).State))
            {
                switch (state)
                {
                    case "down":
                        if (!isDown)
                            yield return ("down", commit.At);
                        (isDown, isReleasing) = (true, false);
                        break;
                    case "clear":
                        if (isDown || isReleasing)
                            yield return ("up", commit.At);
                        (isDown, isReleasing) = (false, false);
                        break;
                    case "forcing_down":
                        break;
                    default:
                        isReleasing = true;
                        break;
                }
            }
        }
    }

    /// <summary>Where the record stood when it was decided, and where it stood then.</summary>
    private static IEnumerable<string> States(LedgerEvent happened)
    {
        using var json = JsonDocument.Parse(happened.Json);
        if (!json.RootElement.TryGetProperty("state", out var state))
            return [];
        return json.RootElement.TryGetProperty("situation", out var situation) && situation.TryGetProperty("state", out var decided) ? [decided.GetString()!, state.GetString()!] : [state.GetString()!];
    }
}
