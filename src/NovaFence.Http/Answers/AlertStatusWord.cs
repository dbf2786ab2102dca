using System.Text.Json;
using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;

namespace NovaFence.Http.Answers;

/// <summary>Writes <c>firing</c> and <c>resolved</c>, Alertmanager's own words.</summary>
internal sealed class AlertStatusWord() : JsonStringEnumConverter<AlertStatus>(JsonNamingPolicy.SnakeCaseLower);
