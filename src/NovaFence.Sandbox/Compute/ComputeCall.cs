using System.Text.Json;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>A request that came through authentication, routing and version negotiation.</summary>
/// <param name="Request">The request.</param>
/// <param name="Token">Who asks.</param>
/// <param name="Version">The microversion that counts.</param>
/// <param name="Legacy">True on <c>/v2</c>: no microversions, and schemas that forgive.</param>
/// <param name="Body">The body; null when there is none.</param>
internal sealed record ComputeCall(ApiRequest Request, Token Token, Microversion Version, bool Legacy, JsonElement? Body)
{
    public bool IsAdmin => Token.IsAdmin;
}
