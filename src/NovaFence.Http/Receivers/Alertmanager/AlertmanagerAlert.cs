namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>
/// One alert of a delivery (https://github.com/prometheus/alertmanager/blob/main/template/template.go, <c>Alert</c>). Times stay text here,
/// because System.Text.Json would also take a time without an offset.
/// </summary>
internal sealed class AlertmanagerAlert
{
    public string? Status { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    public string? StartsAt { get; init; }

    public string? EndsAt { get; init; }

    public string? GeneratorURL { get; init; }

    public string? Fingerprint { get; init; }
}
