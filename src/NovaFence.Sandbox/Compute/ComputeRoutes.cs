using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Which action a method and a path mean. A trailing slash means none, as with Nova.</summary>
internal sealed class ComputeRoutes(ServicesApi services)
{
    public static bool Knows(string resource) => resource is "os-services";

    public Func<ComputeCall, Reply>? Find(string method, string[] path) => (method, path) switch
    {
        ("GET", ["os-services"]) => services.List,
        ("PUT", ["os-services", { Length: > 0 } id]) => call => services.Update(call, id),
        ("DELETE", ["os-services", { Length: > 0 } id]) => call => services.Delete(call, id),
        _ => null,
    };
}
