namespace NovaFence.Http.Receivers;

/// <summary>
/// What Grafana's alerts say besides firing and resolved. An alert that Grafana sends to an Alertmanager says it there too, and one that reaches a generic
/// receiver says it by its labels.
/// </summary>
/// <remarks>
/// A rule without data, or one that cannot be evaluated, fires as <c>DatasourceNoData</c> or <c>DatasourceError</c> with the rule's own labels, or, where
/// the rule is told to alert then, under its own name with the reason in an annotation. The same annotation tells why an alert ended that was not
/// evaluated to normal: its series vanished, or its rule was changed, paused or deleted
/// (https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/nodata-and-error-states/;
/// https://github.com/grafana/grafana/blob/main/pkg/services/ngalert/models/alert_rule.go, <c>StateReasonMissingSeries</c> and those beside it).
/// </remarks>
internal static class GrafanaState
{
    private const string NameLabel = "alertname";
    private const string ReasonAnnotation = "grafana_state_reason";

    /// <summary>Whether the alert fires or ended for another reason than that its condition was, or was not, met.</summary>
    public static bool SaysNothing(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations) =>
        SaysNothing(labels) || !string.IsNullOrWhiteSpace(annotations.GetValueOrDefault(ReasonAnnotation));

    /// <summary>The same where only labels are read: a reason in an annotation is not seen.</summary>
    public static bool SaysNothing(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(NameLabel) is "DatasourceError" or "DatasourceNoData";
}
