using System.Text.Json;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Answers;

/// <summary>What an event says to a person, read from the JSON that was stored. What a row lacks, or another version called otherwise, is null.</summary>
/// <param name="Host">The host; <c>-</c> where it is of none.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Kind"><c>verdict</c>, <c>intent</c>, <c>outcome</c>, <c>pause</c>, <c>warning</c>, <c>check</c>, <c>audit</c> or <c>expired</c>.</param>
/// <param name="Verdict">The verdict's word.</param>
/// <param name="Reason">Title and facts.</param>
/// <param name="State">Where the host stood then.</param>
/// <param name="AlertName">The alert's name, or else its fingerprint.</param>
/// <param name="AlertStatus"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Link">Where its sender shows it.</param>
/// <param name="Operator">Whose word it was.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Title">The reason's title alone; null in events of before it was kept, and of those that have none.</param>
/// <param name="BeganAt">When the alert began, by its sender's clock.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="LookedAt">When the listing was had by which it was decided.</param>
public sealed record StoredEvent(
    string Host, DateTimeOffset At, string Kind, string Verdict, string Reason, string? State, string? AlertName, string? AlertStatus, string? Link, string? Operator, string? Error, string? Title,
    DateTimeOffset? BeganAt, DateTimeOffset? ReceivedAt, DateTimeOffset? LookedAt)
{
    private const string OfAVerdict = "verdict";

    /// <summary>The verdict; of what is none, such as an intent or a pause, what it is too.</summary>
    public string What => Kind switch
    {
        OfAVerdict => Verdict,
        "intent" or "outcome" or "late force-down" => $"{Verdict} ({Kind})",
        _ => Kind,
    };

    internal static StoredEvent Of(LedgerEvent stored) => Of(EventAnswer.Of(stored));

    internal static StoredEvent Of(EventAnswer happened)
    {
        var alert = Part(happened.Event, "alert");
        return new StoredEvent(
            happened.Host,
            happened.At,
            Text(happened.Event, "kind") ?? "?",
            Text(happened.Event, OfAVerdict) ?? "?",
            Text(happened.Event, "reason") ?? "",
            Text(happened.Event, "state"),
            Text(alert, "name") ?? Text(alert, "fingerprint"),
            Text(alert, "status"),
            Text(alert, "link"),
            Text(happened.Event, "operator"),
            Text(happened.Event, "error"),
            Text(happened.Event, "title"),
            Moment(alert, "at"),
            Moment(alert, "received_at"),
            Moment(Part(happened.Event, "situation"), "looked_at"));
    }

    private static JsonElement? Part(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } parts && parts.TryGetProperty(name, out var part) ? part : null;

    private static string? Text(JsonElement? of, string name) => Part(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static DateTimeOffset? Moment(JsonElement? of, string name) => Part(of, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at : null;
}
