using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NovaFence.Http.Endpoints;

/// <summary>The <c>{host}</c> of a route.</summary>
internal static class HostName
{
    /// <summary>Nova's own column holds 255 characters (https://opendev.org/openstack/nova/src/branch/master/nova/db/main/models.py, <c>Service</c>).</summary>
    public const int MaxLength = 255;

    /// <summary>Its name in the pattern.</summary>
    public const string RouteValue = "host";

    /// <summary>The name; null for what no host of Nova's can be called, so that nothing is looked up for it.</summary>
    public static string? Of(HttpContext context) =>
        context.GetRouteValue(RouteValue) is string name && IsOne(name) ? name : null;

    /// <summary>Whether a host of Nova's can be called so.</summary>
    public static bool IsOne(string? name) => name is { Length: > 0 and <= MaxLength } && !name.Any(char.IsControl) && !string.IsNullOrWhiteSpace(name);
}
