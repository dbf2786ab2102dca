using NovaFence.OpenStack.Compute.Wire;
using Refit;

namespace NovaFence.OpenStack.Compute;

/// <summary>Nova's compute services API: https://docs.openstack.org/api-ref/compute/#compute-services-os-services.</summary>
[Headers(OpenStackRefit.AcceptJson)]
internal interface INovaApi
{
    /// <summary>https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L377.</summary>
    [Get("/os-services?binary=nova-compute")]
    Task<IApiResponse<ServicesReply>> ListAsync([HeaderCollection] IDictionary<string, string> headers, CancellationToken cancellationToken);

    /// <summary>
    /// Asked for a microversion that Nova has not, this costs it no work beyond checking the token, and stays within access rules that allow the listing.
    /// </summary>
    [Get("/os-services")]
    Task<IApiResponse<ServicesReply>> ShowTokenAsync([HeaderCollection] IDictionary<string, string> headers, CancellationToken cancellationToken);

    /// <summary>
    /// https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/migrations.py#L80. The filters are known to every version, and Nova
    /// compares them as the database does. From 2.59 on it gives pages, of a thousand or of what <c>[api]max_limit</c> says, the newest first.
    /// </summary>
    [Get("/os-migrations?migration_type=evacuation")]
    Task<IApiResponse<MigrationsReply>> ListEvacuationsAsync(
        [AliasAs("source_compute"), Query] string source,
        [AliasAs("marker"), Query] string? marker,
        [HeaderCollection] IDictionary<string, string> headers,
        CancellationToken cancellationToken);

    /// <summary>From 2.53: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L417.</summary>
    [Put("/os-services/{serviceId}")]
    Task<IApiResponse<ServiceReply>> UpdateAsync(
        string serviceId, [HeaderCollection] IDictionary<string, string> headers, [Body] ForcedDownById body, CancellationToken cancellationToken);

    /// <summary>2.11 to 2.52: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L395.</summary>
    [Put("/os-services/force-down")]
    Task<IApiResponse<ServiceReply>> ForceDownAsync(
        [HeaderCollection] IDictionary<string, string> headers, [Body] ForcedDownByName body, CancellationToken cancellationToken);
}
