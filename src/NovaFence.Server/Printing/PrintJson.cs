using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Checking;
using NovaFence.Core.Decisions;
using NovaFence.Core.Explaining;
using NovaFence.Core.Fencing;
using NovaFence.Core.Pauses;
using NovaFence.Server.Replaying;

namespace NovaFence.Server.Printing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(OutcomeRow))]
[JsonSerializable(typeof(VerdictKind))]
[JsonSerializable(typeof(FenceState))]
[JsonSerializable(typeof(FindingKind))]
[JsonSerializable(typeof(IReadOnlyList<HostView>))]
[JsonSerializable(typeof(IReadOnlyList<Pause>))]
[JsonSerializable(typeof(IReadOnlyList<Explanation>))]
[JsonSerializable(typeof(IReadOnlyList<TimelineRow>))]
[JsonSerializable(typeof(AlertStatus))]
[JsonSerializable(typeof(IReadOnlyList<CheckLine>))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(IReadOnlyList<AuditReport>))]
internal sealed partial class PrintJson : JsonSerializerContext;
