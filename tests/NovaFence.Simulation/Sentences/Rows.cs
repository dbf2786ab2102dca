using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaFence.Simulation.Sentences;

/// <summary>What the sentences read of a host's row: by its JSON, as anybody could who looks at the table, and not by Core's own types.</summary>
internal sealed record HostRow(string Host, string State, string Owner, DateTimeOffset? OverruledAt, DateTimeOffset? DownSince, AttemptPart? Attempt, IReadOnlyList<AlertPart> Alerts, string? Before, WordPart? Word, DateTimeOffset? RetryAt, SwitchedOffPart? SwitchedOff)
{
    internal bool IsClear => State == "clear";

    /// <summary>Whether it waits for its machine to go off.</summary>
    internal bool WaitsForOff(DateTimeOffset now) => State == "forcing_down" && (SwitchedOff?.MayActUntil > now || Attempt is { SwitchesOff: true });

    internal AlertPart? Find(Histories.Alert alert) => Alerts.FirstOrDefault(entry => entry.Fingerprint == alert.Fingerprint && entry.Receiver == alert.Receiver);

    internal static HostRow Read(string json) => JsonSerializer.Deserialize(json, RowJson.Default.HostRow)!;
}

/// <summary>An intent under way.</summary>
internal sealed record AttemptPart(string Id, bool Down, string By, DateTimeOffset Until, bool SwitchesOff);

/// <summary>That its BMC was told to switch its machine off.</summary>
internal sealed record SwitchedOffPart(string Attempt, DateTimeOffset At, DateTimeOffset MayActUntil);

/// <summary>An operator's word that stands.</summary>
internal sealed record WordPart(bool Down, DateTimeOffset? DoneAt);

/// <summary>The newest event of one alert.</summary>
internal sealed record AlertPart(string Receiver, string Fingerprint, string Status, DateTimeOffset At, bool Accepted, HoldPart? Held, DateTimeOffset? OverruledAt, DateTimeOffset? ResolvedAt, string? Route)
{
    internal bool Overruled => OverruledAt is not null;

    internal bool IsFiring => Status is "firing" or "pending";

    /// <summary>Why it is held, in a word or two; null where it is not.</summary>
    internal string? Title => Held?.Reason;
}

/// <summary>What holds an alert.</summary>
internal sealed record HoldPart(string Reason);

/// <summary>Which hosts have an alert, and which of them only by a merge.</summary>
internal sealed record IdentityRow(IReadOnlyList<string> Hosts, IReadOnlyList<string>? Merged)
{
    internal string? FirstHeard => Hosts.FirstOrDefault(host => Merged?.Contains(host) != true);

    internal static IdentityRow Read(string json) => JsonSerializer.Deserialize(json, RowJson.Default.IdentityRow)!;
}

/// <summary>The row of the budget.</summary>
internal sealed record BudgetRow(IReadOnlyList<string> Places)
{
    internal static int Count(string? json) => json is null ? 0 : JsonSerializer.Deserialize(json, RowJson.Default.BudgetRow)!.Places.Count;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HostRow))]
[JsonSerializable(typeof(IdentityRow))]
[JsonSerializable(typeof(BudgetRow))]
internal sealed partial class RowJson : JsonSerializerContext;
