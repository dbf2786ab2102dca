using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity.Wire;

namespace NovaFence.OpenStack.Identity;

/// <summary>Finds Nova in the catalog of a token.</summary>
internal static class ServiceCatalog
{
    /// <summary>
    /// The endpoint of type <c>compute</c> with the wanted region, of the first interface that has one there; an ambiguous or missing one is a sentence.
    /// </summary>
    public static EndpointChoice Compute(IReadOnlyList<TokenReply.CatalogEntry>? catalog, CloudSettings settings)
    {
        if (settings.ComputeEndpoint is { } configured)
            return new EndpointChoice.Found(configured);

        var all = (catalog ?? []).Where(static entry => entry.Type is "compute").SelectMany(static entry => entry.Endpoints ?? []).ToList();
        var inRegion = settings.Region is null
            ? all
            : all.Where(endpoint => string.Equals(RegionOf(endpoint), settings.Region, StringComparison.Ordinal)).ToList();
        var fitting = settings.Interfaces
            .Select(side => inRegion.Where(endpoint => string.Equals(endpoint.Interface, side, StringComparison.OrdinalIgnoreCase)).ToList())
            .FirstOrDefault(static found => found.Count > 0) ?? [];
        var wanted = string.Join(" or ", settings.Interfaces);
        var urls = fitting.Select(static endpoint => endpoint.Url).Distinct(StringComparer.Ordinal).ToList();

        if (urls.Count == 1)
        {
            return ComputeEndpoint.Parse(urls[0]) is { } endpoint
                ? new EndpointChoice.Found(endpoint)
                : new EndpointChoice.Missing($"The catalog's compute endpoint is not an http or https URL. {Override}");
        }

        if (urls.Count > 1)
        {
            return new EndpointChoice.Missing(settings.Region is null
                ? $"The catalog has compute endpoints in the regions {Regions(fitting)}; {CloudKey.Region.Both()} has to name one."
                : $"The catalog has {urls.Count} {wanted} compute endpoints in region {settings.Region}. {Override}");
        }

        return new EndpointChoice.Missing(all.Count == 0
            ? $"The token's catalog has no service of type compute. {Override}"
            : $"The catalog has no {wanted} compute endpoint{(settings.Region is null ? "" : $" in region {settings.Region}")}; it has "
            + string.Join(", ", all.Select(static endpoint => $"{endpoint.Interface} in {RegionOf(endpoint)}").Distinct(StringComparer.Ordinal)) + ".");
    }

    private static string Override => $"{CloudKey.ComputeEndpoint.Both()} can name it instead.";

    private static string? RegionOf(TokenReply.CatalogEndpoint endpoint) => endpoint.RegionId ?? endpoint.Region;

    private static string Regions(IEnumerable<TokenReply.CatalogEndpoint> endpoints) =>
        string.Join(", ", endpoints.Select(RegionOf).Distinct(StringComparer.Ordinal));
}
