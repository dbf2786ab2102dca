namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of <c>GET /v2.1/</c>.</summary>
internal sealed class VersionReply
{
    public VersionPart? Version { get; init; }

    internal sealed class VersionPart
    {
        /// <summary>The newest microversion, <c>2.93</c>; empty where there are none.</summary>
        public string? Version { get; init; }

        public string? MinVersion { get; init; }
    }
}
