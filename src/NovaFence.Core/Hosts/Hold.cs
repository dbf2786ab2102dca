using System.Text.Json.Serialization;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>A force-down that was refused and waits.</summary>
public sealed record Hold
{
    /// <summary>Most characters of <see cref="Facts"/> that are kept.</summary>
    public const int MaxFactsLength = 200;

    /// <summary>The characters that a hold takes in a row, where nothing in its facts has to be escaped.</summary>
    internal const int MostRowLength = MaxFactsLength + 300;

    /// <summary>Why.</summary>
    [JsonConverter(typeof(ReasonTitleConverter))]
    public required Reason Reason { get; init; }

    /// <summary>The facts, for a person.</summary>
    public string Facts { get; init; } = "";

    /// <summary>Since when it is held for this reason, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it was last found that the reason still applies, UTC: by how long ago that is it is judged whether it may still be let through by itself.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it is decided anew by itself, UTC; null where only its sender or an operator lets it through.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Of <see cref="Reason.Contradicted"/>, and of what it is held for after that: Nova's <c>updated_at</c> of the report that was seen.</summary>
    public DateTimeOffset? SeenReport { get; init; }

    /// <summary>Of the same: the host has reported again since. Then only Nova's own <c>state: down</c> lets it through.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReportedAgain { get; init; }

    /// <summary>
    /// Of <see cref="Reason.NoEvidence"/>: Prometheus has not said yet, of this period, whether the evidence is met. What is not known keeps a host that is down from being released.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unread { get; init; }

    /// <summary>Title and facts in one line.</summary>
    [JsonIgnore]
    public string Text => Facts.Length == 0 ? Reason.Title() : $"{Reason.Title()}: {Facts}";
}
