using System.Globalization;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using RouteOptions = NovaFence.Core.Options.RouteOptions;

namespace NovaFence.Server.Checking;

/// <summary>The routes of the first edition, which needed neither a name nor matchers, and what this edition wants written.</summary>
internal sealed class UpgradedRoutes
{
    private readonly List<CheckLine> _lines = [];
    private readonly Dictionary<string, string?> _missing = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _former;

    internal UpgradedRoutes(IList<RouteOptions> routes)
    {
        _names = routes.Select(route => route.Name).Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!.Trim()).ToHashSet(StringComparer.Ordinal);
        _former = routes.SelectMany(route => route.FormerNames).Where(name => name is not null).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < routes.Count; index++)
            Look(routes[index], index);
    }

    /// <summary>One line for each thing to write, and one for each route that has everything.</summary>
    internal IReadOnlyList<CheckLine> Lines => _lines;

    /// <summary>The keys that are missing, with what the first edition took for them.</summary>
    internal IReadOnlyDictionary<string, string?> Missing => _missing;

    /// <summary>Every name that a route has or had, those that are to be written included.</summary>
    internal IReadOnlySet<string> Known => _names.Concat(_former).ToHashSet(StringComparer.Ordinal);

    private void Look(RouteOptions route, int index)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{NovaFenceOptions.Section}:Routes:{index}");
        // What the first edition called it, in its records too.
        var former = string.Create(CultureInfo.InvariantCulture, $"route {index}");
        var isNamed = !string.IsNullOrWhiteSpace(route.Name);
        var line = $"route: {(isNamed ? route.Name!.Trim() : former)}";
        if (isNamed && route.Match.Count > 0)
            _lines.Add(CheckLine.Ok(line, "It has a name, and says which alerts it takes."));
        if (!isNamed)
        {
            var name = NewName(route.Receiver, index);
            _missing[$"{key}:Name"] = name;
            _missing[$"{key}:FormerNames:0"] = former;
            _former.Add(former);
            _lines.Add(CheckLine.Failed(
                line,
                "It has no Name: a host is released by the names of the routes that its alerts were accepted under. Hosts that it holds down already are known by its former name alone; without that they are released manually.",
                $"Write \"Name\": \"{name}\", \"FormerNames\": [\"{former}\"] ({Variable(key)}__Name={name}, {Variable(key)}__FormerNames__0={former})."));
        }

        if (route.Match.Count == 0)
        {
            _missing[$"{key}:Match:0"] = "*";
            _lines.Add(CheckLine.Failed(
                line,
                $"It has no Match: the first edition took that for every alert of {route.Receiver}.",
                $"Write \"Match\": [\"*\"] where every alert is meant ({Variable(key)}__Match__0=*), or which alerts it takes, such as alertname=\"HostDown\"."));
        }
    }

    private string NewName(string? receiver, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(string.IsNullOrWhiteSpace(receiver) ? "route" : receiver.Trim())}-{index}");
        while (!_names.Add(name))
            name += "-new";
        return name;
    }

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
