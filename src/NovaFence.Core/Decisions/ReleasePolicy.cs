namespace NovaFence.Core.Decisions;

/// <summary>How a host is unset once its last alert has resolved; of several, the greatest counts.</summary>
public enum ReleasePolicy
{
    /// <summary>As soon as it resolves.</summary>
    Immediately,

    /// <summary>When nova-compute is seen to report again, and no evacuation from it is under way.</summary>
    WhenHealthy,

    /// <summary>By an operator only.</summary>
    Manually,
}
