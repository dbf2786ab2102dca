namespace NovaFence.Sandbox;

/// <summary>What a <see cref="SandboxCloud"/> is made of. Every default is what the recorded cloud had.</summary>
public sealed record SandboxOptions
{
    /// <summary>Names of the compute hosts. Default: compute1 to compute5.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["compute1", "compute2", "compute3", "compute4", "compute5"];

    /// <summary>
    /// TCP port on 127.0.0.1 for both Keystone (<c>/identity/v3</c>) and Nova (<c>/v2.1</c>). Default 0: any free port. A port in use makes
    /// <see cref="SandboxCloud.StartAsync"/> throw <see cref="IOException"/>.
    /// </summary>
    public int Port { get; init; }

    /// <summary>The region of every endpoint in the catalog. Default: RegionOne.</summary>
    public string Region { get; init; } = "RegionOne";

    /// <summary>The name of the user who may do everything, and of nobody else. Default: admin.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>The password of <see cref="UserName"/>. Default: generated.</summary>
    public string? Password { get; init; }

    /// <summary>The project of <see cref="UserName"/>. Default: admin.</summary>
    public string ProjectName { get; init; } = "admin";

    /// <summary>The id of the application credential of <see cref="UserName"/>, 32 hexadecimal digits. Default: generated.</summary>
    public string? ApplicationCredentialId { get; init; }

    /// <summary>The secret of that application credential. Default: generated.</summary>
    public string? ApplicationCredentialSecret { get; init; }

    /// <summary>The newest microversion Nova offers, 2.1 to 2.93. Default: 2.93 (Zed).</summary>
    public string MaxMicroversion { get; init; } = "2.93";

    /// <summary>How long a token lives. Default: one hour, Keystone's <c>[token] expiration</c>.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a nova-compute reports. Default: 10 s, Nova's <c>report_interval</c>.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long without a report a service counts as down. Default: 60 s, Nova's <c>service_down_time</c>.</summary>
    public TimeSpan ServiceDownTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an evacuation takes until it is <c>done</c>. Default: 4 s.</summary>
    public TimeSpan EvacuationTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a VM is in <c>BUILD</c>. Default: 2 s.</summary>
    public TimeSpan BuildTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Nova's worker processes, at least one; each knows tokens for itself, and a connection stays with one. Default: 1, so that what a token
    /// is worth does not depend on the connection; the recorded cloud had 4.
    /// </summary>
    public int ApiWorkers { get; init; } = 1;

    /// <summary>What a token costs that a worker has not seen, or has forgotten after 300 s. Default: nothing; the recorded cloud took 200 ms.</summary>
    public TimeSpan FirstSightDelay { get; init; }

    /// <summary>How long Nova tries to ask a Keystone that does not answer about a token. Default: 3.5 s, as recorded; then 503.</summary>
    public TimeSpan KeystoneDownDelay { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>How replies are framed. Default: <see cref="WebServer.Eventlet"/>.</summary>
    public WebServer WebServer { get; init; }

    /// <summary>
    /// Whether each host has a BMC that speaks Redfish over HTTPS, on any free port of 127.0.0.1. Default: no. A host that is added later has none.
    /// </summary>
    public bool Bmcs { get; init; }

    /// <summary>The account of the BMCs that may switch. Default: admin.</summary>
    public string BmcUserName { get; init; } = "admin";

    /// <summary>The account of the BMCs that may only read. Default: reader.</summary>
    public string BmcReaderName { get; init; } = "reader";

    /// <summary>The password of both. Default: generated.</summary>
    public string? BmcPassword { get; init; }

    /// <summary>The clock of the whole cloud: heartbeats, tokens, evacuations. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
