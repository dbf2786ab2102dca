namespace NovaFence.Power;

/// <summary>A machine as its own kernel knows it.</summary>
/// <param name="Names">What it is called: by the labels <c>host</c>, <c>nodename</c> and <c>instance</c>, this one without a port.</param>
/// <param name="Serial">SMBIOS' <c>product_serial</c>; null where it tells none.</param>
/// <param name="Uuid">SMBIOS' <c>product_uuid</c>; null where it tells none.</param>
public sealed record KnownMachine(IReadOnlyList<string> Names, string? Serial, string? Uuid);

/// <summary>What comes of asking for all machines.</summary>
/// <param name="Machines">Them; empty where there was a failure.</param>
/// <param name="Failure">Why they could not be asked for; null where they could.</param>
public sealed record KnownMachines(IReadOnlyList<KnownMachine> Machines, string? Failure);

/// <summary>The machines that node_exporter runs on, for a comparison with what their BMCs say. Nothing is decided by it.</summary>
public interface IMachineInventory
{
    /// <summary>Whether a Prometheus is configured.</summary>
    bool IsConfigured { get; }

    /// <summary>All of them.</summary>
    Task<KnownMachines> ReadAsync(CancellationToken cancellationToken);
}
