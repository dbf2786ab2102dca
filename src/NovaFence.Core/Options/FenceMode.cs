namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Mode</c>.</summary>
public enum FenceMode
{
    /// <summary>Verdicts are acted on.</summary>
    Fence,

    /// <summary>Everything is decided and recorded, nothing is sent to Nova.</summary>
    Observe,
}
