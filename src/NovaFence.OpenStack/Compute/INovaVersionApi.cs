using NovaFence.OpenStack.Compute.Wire;
using Refit;

namespace NovaFence.OpenStack.Compute;

/// <summary>The version document, which Nova shows without a token.</summary>
[Headers(OpenStackRefit.AcceptJson)]
internal interface INovaVersionApi
{
    [Get("/")]
    Task<IApiResponse<VersionReply>> GetAsync(CancellationToken cancellationToken);
}
