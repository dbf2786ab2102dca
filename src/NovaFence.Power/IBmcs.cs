namespace NovaFence.Power;

/// <summary>The BMCs that are configured, for whoever checks them or learns which machines they belong to. Nothing is decided by it.</summary>
public interface IBmcs
{
    /// <summary>The compute hosts of <c>NovaFence:Power:Hosts</c>, in its order.</summary>
    IReadOnlyList<string> Hosts { get; }

    /// <summary>Whether the address of a host's BMC is known: it is one of <see cref="Hosts"/>, or <c>Power:Pattern</c> makes one of its name.</summary>
    bool HasAddress(string host);

    /// <summary>Whether it is known which machine must answer for this host.</summary>
    bool IsExpected(string host);

    /// <summary>Reads a host's BMC once, as <see cref="Core.Power.IPower.ReadAsync"/> does, and says what it told. Nothing expected throws.</summary>
    Task<BmcLook> LookAsync(string host, CancellationToken cancellationToken);
}
