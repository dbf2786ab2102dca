using NovaFence.OpenStack.Identity.Wire;
using Refit;

namespace NovaFence.OpenStack.Identity;

/// <summary>Keystone v3, as far as needed: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management.</summary>
[Headers(OpenStackRefit.AcceptJson)]
internal interface IKeystoneApi
{
    [Post("/auth/tokens")]
    Task<IApiResponse<TokenReply>> IssueAsync([Body] TokenRequest request, CancellationToken cancellationToken);
}
