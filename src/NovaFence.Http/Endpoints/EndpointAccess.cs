namespace NovaFence.Http.Endpoints;

/// <summary>Who may use an endpoint.</summary>
public enum EndpointAccess
{
    /// <summary>Anybody: health checks.</summary>
    Anybody,

    /// <summary>A sender with its own secret, checked by its receiver.</summary>
    Sender,

    /// <summary>A reader's or an operator's token.</summary>
    Reader,

    /// <summary>A token for metrics, a reader's or an operator's; this machine itself where no token for metrics is configured.</summary>
    Metrics,

    /// <summary>An operator's token.</summary>
    Operator,
}
