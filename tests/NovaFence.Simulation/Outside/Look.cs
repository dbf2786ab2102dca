using NovaFence.Core.Cloud;
using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Outside;

/// <summary>One listing as the cloud's door saw it.</summary>
internal sealed class Look(long began, DateTimeOffset beganAt, Instance by)
{
    /// <summary>When it was asked for, in the order of everything that happened.</summary>
    internal long Began => began;

    /// <summary>When it was asked for.</summary>
    internal DateTimeOffset BeganAt => beganAt;

    internal Instance By => by;

    /// <summary>When it was answered, in the order of everything that happened; never, where nobody waited any more.</summary>
    internal long Ended { get; private set; } = long.MaxValue;

    internal DateTimeOffset EndedAt { get; private set; } = DateTimeOffset.MaxValue;

    private IReadOnlyList<ComputeService>? Services { get; set; }

    internal void Answer(long number, DateTimeOffset at, IReadOnlyList<ComputeService>? services) => (Ended, EndedAt, Services) = (number, at, services);

    /// <summary>How many hosts it showed; null where it could not be had.</summary>
    internal int? Count => Services?.Count;

    /// <summary>Whether it showed several services of one name.</summary>
    internal bool ShowsSeveral(string host) => Services?.Count(service => service.Host.Name == host) > 1;

    /// <summary>What it showed of a host; null where it could not be had, or said nothing of the host.</summary>
    internal ComputeService? Of(string host) => Services?.FirstOrDefault(service => service.Host.Name == host);
}
