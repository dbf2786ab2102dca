using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>The answer to <c>GET /api/hosts</c>.</summary>
internal sealed record HostsAnswer(IReadOnlyList<HostView> Hosts);
