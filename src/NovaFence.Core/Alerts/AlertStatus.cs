namespace NovaFence.Core.Alerts;

/// <summary>Alertmanager's word for what an alert does.</summary>
public enum AlertStatus
{
    /// <summary>It fires.</summary>
    Firing,

    /// <summary>It is over.</summary>
    Resolved,
}
