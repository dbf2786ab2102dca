namespace NovaFence.Sandbox;

/// <summary>A compute host as somebody sees it who stands in front of it.</summary>
/// <param name="Name">As Nova spells it.</param>
/// <param name="Power">Whether it has power.</param>
/// <param name="Reporting">Whether its nova-compute reports, every <see cref="SandboxOptions.ReportInterval"/>; it does so while forced down too.</param>
/// <param name="LastReportAt">
/// When it last reported, UTC, in whole seconds: Nova's column <c>last_seen_up</c>, which no API tells and which only reports move.
/// <see href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/db/main/api.py">service_update</see>
/// </param>
public sealed record SandboxHost(string Name, PowerState Power, bool Reporting, DateTimeOffset LastReportAt);
