using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Page;

namespace NovaFence.Http;

/// <summary>Puts the endpoints on a server.</summary>
public static class NovaFenceHttpRouting
{
    /// <summary>
    /// Maps every endpoint of <see cref="EndpointTable"/> and every path of <see cref="PageTable"/>, 405 for their paths with another method, and 404 for everything that nobody else
    /// has mapped, all as <c>application/problem+json</c>.
    /// </summary>
    /// <param name="routes">The server's routes.</param>
    /// <param name="additional">Endpoints of this program alone; none of them has a path of the table's.</param>
    /// <returns>The group, for conventions that are to hold for all of them.</returns>
    public static RouteGroupBuilder MapNovaFence(this IEndpointRouteBuilder routes, params IReadOnlyList<AdditionalEndpoint> additional)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(additional);
        var endpoints = routes.ServiceProvider.GetRequiredService<NovaFenceEndpoints>();
        var group = routes.MapGroup("");
        foreach (var definition in EndpointTable.All)
        {
            group.MapMethods(definition.Pattern, [definition.Method], (RequestDelegate)(context => definition.Handler(endpoints, context)))
                .WithName(definition.Name);
        }

        foreach (var page in PageTable.All)
            group.MapMethods(page.Pattern, [page.Method], (RequestDelegate)(context => page.Handler(endpoints, context))).WithName(page.Name);

        foreach (var endpoint in additional)
            group.MapMethods(endpoint.Pattern, [endpoint.Method], (RequestDelegate)(context => endpoints.Additional(context, endpoint))).WithName(endpoint.Name);

        var methods = EndpointTable.All.Select(definition => (definition.Pattern, definition.Method))
            .Concat(PageTable.All.Select(page => (page.Pattern, page.Method)))
            .Concat(additional.Select(endpoint => (endpoint.Pattern, endpoint.Method)));
        foreach (var path in methods.GroupBy(endpoint => endpoint.Pattern, endpoint => endpoint.Method, StringComparer.Ordinal))
        {
            // Without methods of its own it comes after those that have, and takes what they leave.
            var allowed = string.Join(", ", path);
            group.Map(path.Key, (RequestDelegate)(context => endpoints.WrongMethod(context, allowed)));
        }

        group.MapFallback("{**path}", (RequestDelegate)endpoints.NoSuchPath);
        return group;
    }
}
