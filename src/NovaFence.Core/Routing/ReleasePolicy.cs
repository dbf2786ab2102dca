namespace NovaFence.Core.Routing;

/// <summary>How a host is unset once its last alert has resolved.</summary>
public enum ReleasePolicy
{
    /// <summary>As soon as it resolves.</summary>
    Immediately,

    /// <summary>By an operator only.</summary>
    Manually,
}
