using System.Security.Cryptography.X509Certificates;
using NovaFence.OpenStack.Compute;

namespace NovaFence.OpenStack.Configuration;

/// <summary>The cloud after all sources were looked at, complete and checked.</summary>
internal sealed class CloudSettings
{
    /// <summary>Which source supplied the identity, for a person.</summary>
    public required string Source { get; init; }

    /// <summary>Keystone's v3 API, ending in <c>/v3</c>.</summary>
    public required Uri IdentityUrl { get; init; }

    public required CloudIdentity Identity { get; init; }

    public string? Region { get; init; }

    /// <summary>Which endpoints of the catalog, the preferred one first: <c>public</c>, <c>internal</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    /// <summary>Instead of the system's certificate authorities; null: the system's.</summary>
    public X509Certificate2Collection? Trust { get; init; }

    /// <summary>Instead of the catalog's; null: the catalog's.</summary>
    public ComputeEndpoint? ComputeEndpoint { get; init; }

    public Microversion? MaxMicroversion { get; init; }

    /// <summary>The limits.</summary>
    public required CloudOptions Limits { get; init; }
}
