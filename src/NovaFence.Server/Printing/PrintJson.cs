using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Server.Commands;
using NovaFence.Server.Replaying;

namespace NovaFence.Server.Printing;

/// <summary>What the command line alone prints; what the API answers too is printed by <see cref="Http.Answers.AnswersJson"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(VerdictKind))]
[JsonSerializable(typeof(HostState))]
[JsonSerializable(typeof(FindingKind))]
[JsonSerializable(typeof(IReadOnlyList<TimelineRow>))]
[JsonSerializable(typeof(AlertStatus))]
[JsonSerializable(typeof(IReadOnlyList<CheckLine>))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(IReadOnlyList<PowerRow>))]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class PrintJson : JsonSerializerContext;
