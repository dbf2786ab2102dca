namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>The answer to <c>GET /api/hosts</c>.</summary>
internal sealed record HostsBody(IReadOnlyList<HostRow> Hosts);
