using NovaFence.Sandbox.Servers;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Which action a method and a path mean. A trailing slash means none, as with Nova.</summary>
internal sealed class ComputeRoutes(ServicesApi services, ServersApi servers, MigrationsApi migrations)
{
    public Func<ComputeCall, Reply>? Find(string method, string[] path) => (method, path) switch
    {
        ("GET", ["os-services"]) => services.List,
        ("PUT", ["os-services", { Length: > 0 } id]) => call => services.Update(call, id),
        ("DELETE", ["os-services", { Length: > 0 } id]) => call => services.Delete(call, id),
        ("GET", ["servers"]) => call => servers.List(call, detail: false),
        ("GET", ["servers", "detail"]) => call => servers.List(call, detail: true),
        ("POST", ["servers"]) => servers.Create,
        ("GET", ["servers", { Length: > 0 } id]) => call => servers.Show(call, id),
        ("DELETE", ["servers", { Length: > 0 } id]) => call => servers.Delete(call, id),
        ("POST", ["servers", { Length: > 0 } id, "action"]) => call => servers.Act(call, id),
        ("GET", ["flavors", { Length: > 0 } id]) => call => ServersApi.Flavor(call, id),
        ("GET", ["os-migrations"]) => migrations.List,
        _ => null,
    };
}
