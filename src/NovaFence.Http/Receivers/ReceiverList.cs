using System.Globalization;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Generic;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Receivers;

/// <summary>Every receiver there is, on or off.</summary>
internal sealed class ReceiverList(AlertmanagerReceiver alertmanager, GrafanaReceiver grafana, PagerDutyReceiver pagerDuty, IOptions<ReceiversOptions> options)
{
    public IReadOnlyList<IReceiver> All { get; } =
    [
        alertmanager,
        grafana,
        pagerDuty,
        .. options.Value.Generic.Select((one, index) => new GenericReceiver(one, string.Create(CultureInfo.InvariantCulture, $"{ReceiversOptions.Section}:Generic:{index}"))),
    ];

    /// <summary>The generic one of this name; null where there is none, or a built-in one.</summary>
    public IReceiver? FindGeneric(string? name) => Find(name) as GenericReceiver;

    /// <summary>The one of this name; null where there is none.</summary>
    public IReceiver? Find(string? name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
}
