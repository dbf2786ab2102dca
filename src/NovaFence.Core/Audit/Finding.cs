using System.Text.Json.Serialization;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Audit;

/// <summary>What the audit found of one host, what it did about it, and what a person should do.</summary>
/// <param name="Host">The host, in Nova's spelling.</param>
/// <param name="Kind">What it found.</param>
/// <param name="State">Where the record stands after the audit.</param>
/// <param name="Did">What the audit did; empty when nothing.</param>
/// <param name="ToDo">What a person should do; empty when nothing.</param>
public sealed record Finding(string Host, FindingKind Kind, HostState State, string Did, string ToDo)
{
    /// <summary>Stands for the host where a finding is of none.</summary>
    public const string NoHost = "-";

    /// <summary>Since when every audit that could be carried out has found this of the host, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The title of the reason, as <c>docs/workflow.md</c> has it; null where the kind says all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Whether a person is needed.</summary>
    [JsonIgnore]
    public bool NeedsAPerson => ToDo.Length > 0;
}
