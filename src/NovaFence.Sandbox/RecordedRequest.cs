namespace NovaFence.Sandbox;

/// <summary>One request that reached the sandbox, and what it was answered. No header and no body: they may hold secrets.</summary>
public sealed record RecordedRequest
{
    /// <summary>Who answered.</summary>
    public required SandboxService Service { get; init; }

    /// <summary>Upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as the client sent them.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP status; 0 when the connection was cut instead.</summary>
    public required int Status { get; init; }

    /// <summary>When the answer was ready, by <see cref="SandboxOptions.TimeProvider"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The microversion Nova answered with; null where it answered none.</summary>
    public string? Microversion { get; init; }

    /// <summary>The answer's <c>x-openstack-request-id</c>; null where it had none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The host that a PUT to os-services changed, as Nova spells it; null for everything else, and when nothing was changed.</summary>
    public string? Host { get; init; }

    /// <summary>What such a PUT set <c>forced_down</c> to; null when it left it alone.</summary>
    public bool? ForcedDown { get; init; }
}
