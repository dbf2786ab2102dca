namespace NovaFence.Core.Audit;

/// <summary>Whether Nova lists its services.</summary>
public interface ICloudWatch
{
    /// <summary>Since when no listing was had; null where the last one was, and where Nova refuses this user, which no waiting mends.</summary>
    DateTimeOffset? AwaySince { get; }
}
