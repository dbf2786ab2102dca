namespace NovaFence.Sandbox;

/// <summary>Whether a compute host has power. Nova cannot tell; its BMC could.</summary>
public enum PowerState
{
    /// <summary>It has none, and nothing runs on it.</summary>
    Off,

    /// <summary>It has. Whether nova-compute runs is another question.</summary>
    On,
}
