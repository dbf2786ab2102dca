using System.Text.Json;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// What is looked at of an incident (https://developer.pagerduty.com/docs/webhooks-overview, "incident"). A field of another type than
/// PagerDuty's documentation gives it counts as absent: no alert is lost over a priority.
/// </summary>
internal sealed class PagerDutyIncident
{
    private PagerDutyIncident(string? key, string? title, IReadOnlyList<KeyValuePair<string, string>> customFields, Dictionary<string, string> labels)
    {
        Key = key;
        Title = title;
        CustomFields = customFields;
        Labels = labels;
    }

    /// <summary><c>incident_key</c>: the <c>dedup_key</c> of the alert, or one that PagerDuty made.</summary>
    public string? Key { get; }

    /// <summary><c>title</c>.</summary>
    public string? Title { get; }

    /// <summary><c>custom_fields</c> by name, in the order sent; a field of several values comes once for each.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CustomFields { get; }

    /// <summary>What route matchers see. A custom field never replaces one of PagerDuty's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    public static PagerDutyIncident Read(string eventType, JsonElement data)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["event_type"] = eventType };
        var key = Take(labels, "incident_key", data.Text("incident_key"));
        var title = Take(labels, "title", data.Text("title"));
        Take(labels, "urgency", data.Text("urgency"));
        Take(labels, "status", data.Text("status"));
        Take(labels, "service", data.Object("service")?.Text("summary"));
        Take(labels, "service_id", data.Object("service")?.Text("id"));
        Take(labels, "priority", data.Object("priority")?.Text("summary"));
        Take(labels, "escalation_policy", data.Object("escalation_policy")?.Text("summary"));

        List<KeyValuePair<string, string>> fields = [.. CustomFieldsOf(data)];
        foreach (var (name, value) in fields)
            labels.TryAdd(name, value);
        return new PagerDutyIncident(key, title, fields, labels);
    }

    private static string? Take(Dictionary<string, string> labels, string name, string? value)
    {
        if (value is not null)
            labels[name] = value;
        return value;
    }

    private static IEnumerable<KeyValuePair<string, string>> CustomFieldsOf(JsonElement data)
    {
        if (data.Array("custom_fields") is not { } fields)
            yield break;
        foreach (var field in fields.EnumerateArray())
        {
            if (field.Text("name") is not { } name)
                continue;
            foreach (var value in field.Texts("value"))
                yield return new(name, value);
        }
    }
}
