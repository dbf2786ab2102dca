using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Finds the one compute host that an alert means, or refuses.</summary>
public static class HostResolver
{
    /// <summary>Most labels or hosts that one sentence names.</summary>
    private const int MostNamed = 20;

    /// <summary>Which host of Nova's the alert means.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="options">Which labels hold the name, and in which domains full and short names meet.</param>
    /// <param name="fleet">Nova's hosts.</param>
    public static HostResolution Resolve(AlertEvent alert, HostsOptions options, Fleet fleet)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fleet);
        var mentions = Mentions(alert, options);
        return mentions.Count == 0 ? new HostResolution.Unknown(null, Lacking(alert, options)) : Resolve(mentions, options.Domains, fleet);
    }

    /// <summary>The name by which the alert is looked up first; null where it has none. Whether Nova has such a host is not asked.</summary>
    public static string? FirstName(AlertEvent alert, HostsOptions options)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(options);
        var names = Mentions(alert, options).Where(mention => mention.Text is not null)
            .Select(mention => (mention.Decides, Name: HostNames.In(mention.Text!)))
            .Where(one => one.Name is null || HostAddress.Canonical(one.Name) is null).ToList();
        var first = names.Exists(one => one.Decides) ? names.Find(one => one.Decides).Name : names.Select(one => one.Name).OfType<string>().FirstOrDefault();
        return first is null || HostNames.IsNobody(first) ? null : first;
    }

    /// <summary>The places where the alert names hosts. A label without a value counts as absent, as it does to Prometheus.</summary>
    internal static IReadOnlyList<HostMention> Mentions(AlertEvent alert, HostsOptions options)
    {
        if (alert.NamedHost is { } named)
            return [new HostMention(alert.Receiver, named) { Decides = true }];
        return alert.Mentions ?? [.. options.GetEffectiveLabels()
            .Select(label => new HostMention(label, alert.Labels.GetValueOrDefault(label, "")) { Decides = true })
            .Where(mention => mention.Text!.Length > 0)];
    }

    /// <summary>Which host of Nova's these places mean.</summary>
    /// <remarks>
    /// The first place that decides names exactly one host, whatever the others say, and none of the others names another. Where none decides, all of them
    /// together name exactly one. An address that is no host of Nova's decides nothing.
    /// </remarks>
    internal static HostResolution Resolve(IReadOnlyList<HostMention> mentions, IList<string> domains, Fleet fleet)
    {
        if (mentions.FirstOrDefault(mention => mention.Text is null) is { } unread)
            return new HostResolution.Unknown(null, $"its {Excerpt.Of(unread.From)} is too long, or has too many names, to be searched with the rest");
        var places = mentions.Select(mention => Place.Of(mention, domains, fleet)).ToList();
        var deciding = places.Find(place => place.Mention.Decides && !place.IsPassedOver);
        if (deciding is { Hosts.Count: 0 })
            return new HostResolution.Unknown(deciding.Name, Tried(deciding));
        var hosts = places.SelectMany(place => place.Hosts).Distinct().ToList();
        var naming = places.Where(place => place.Hosts.Count > 0).ToList();
        switch (hosts)
        {
            case []:
                var first = places.Find(place => place is { Name: not null, IsPassedOver: false }) ?? places.Find(place => place.Name is not null) ?? places.FirstOrDefault();
                return first is null ? new HostResolution.Unknown(null, "no place in it names a host") : new HostResolution.Unknown(first.Name, Tried(first));
            case [var only]:
                return new HostResolution.Found(only, Excerpt.Of(deciding?.Mention.From ?? string.Join(", ", naming.Select(place => place.Mention.From).Distinct(StringComparer.Ordinal))))
                {
                    HasUnknownBeside = places.Exists(place => place is { Name: { } name, Hosts.Count: 0 } && !HostNames.IsNobody(name)),
                    Name = deciding?.Name ?? (naming.TrueForAll(place => place.IsCalled(naming[0].Name!)) ? naming[0].Name : null),
                    IsMet = naming.Exists(place => !place.IsCalled(only.Name) && HostAddress.Canonical(place.Name!) is null),
                };
            default:
                return Several(hosts, naming);
        }
    }

    /// <summary>
    /// The host an operator names. What Nova calls a host means that host, whatever it is called; otherwise full and short names meet as they do in an alert.
    /// There is no port to cut off.
    /// </summary>
    internal static HostResolution ResolveName(string name, IList<string> domains, Fleet fleet)
    {
        if (HostNames.Typed(name) is not { } typed)
            return new HostResolution.Unknown(null, "not a host's name");
        var hosts = fleet.Named(typed, []) is { Count: > 0 } exact ? exact : HostNames.IsNobody(typed) ? [] : fleet.Named(typed, domains);
        return hosts switch
        {
            [var only] => new HostResolution.Found(only, "operator") { Name = typed, IsMet = fleet.Find(typed) is null && HostAddress.Canonical(typed) is null },
            [] => new HostResolution.Unknown(typed, $"'{typed}'{Nearest(typed, fleet)}"),
            var several => new HostResolution.Ambiguous(typed, [.. several.Select(one => one.Name)]),
        };
    }

    /// <summary>The sentence of more than one host.</summary>
    internal static string Sentence(HostResolution.Ambiguous ambiguous)
    {
        ArgumentNullException.ThrowIfNull(ambiguous);
        return ambiguous.Said ?? $"'{ambiguous.Name}' may be {string.Join(" or ", ambiguous.Hosts.Take(5))}{(ambiguous.Hosts.Count > 5 ? " or others" : "")}";
    }

    private static HostResolution.Ambiguous Several(List<ComputeHost> hosts, List<Place> naming)
    {
        if (naming.Select(place => place.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1)
            return new HostResolution.Ambiguous(naming[0].Name!, [.. hosts.Select(host => host.Name)]);
        var said = string.Join(", ", naming.DistinctBy(place => (place.Mention.From, place.Name)).Take(5).Select(place => $"{Excerpt.Of(place.Mention.From)} names {string.Join(" or ", place.Hosts.Take(5).Select(host => host.Name))}"));
        var all = string.Join(" or ", hosts.Take(5).Select(host => host.Name));
        return new HostResolution.Ambiguous(Excerpt.Cut(all, HostNames.MaxLength), [.. hosts.Select(host => host.Name)]) { Said = said };
    }

    private static string Tried(Place place)
    {
        var from = Excerpt.Of(place.Mention.From);
        if (place.Name is not { } name)
            return $"what stands in {from}, '{Excerpt.Of(place.Mention.Text!)}', is no host's name";
        if (HostNames.IsNobody(name))
            return $"'{name}' in {from} means whoever says it";
        return place.IsPassedOver ? $"'{name}' in {from} is an address" : $"'{Excerpt.Of(name)}' in {from}";
    }

    private static string Lacking(AlertEvent alert, HostsOptions options)
    {
        if (alert.Mentions is not null)
        {
            return options.PagerDutyPattern is { Length: > 0 }
                ? "NovaFence:Hosts:PagerDutyPattern finds no name in its incident_key, its title or a custom field"
                : "neither its incident_key nor its title nor a custom field is one word; NovaFence:Hosts:PagerDutyPattern can find a name in a text";
        }

        var had = alert.Labels.Where(label => label.Value.Length > 0).Select(label => Excerpt.Of(label.Key)).Order(StringComparer.Ordinal).ToList();
        var has = had.Count == 0 ? "no label at all" : Excerpt.Names(had, MostNamed);
        return $"it has none of the labels of NovaFence:Hosts:Labels ({string.Join(", ", options.GetEffectiveLabels())}); it has {has}";
    }

    private static string Nearest(string name, Fleet fleet) =>
        NearestName.Near(name, fleet.Hosts.Select(host => host.Name)) is { } nearest ? $"; the nearest is '{nearest}'" : "";

    /// <summary>What stands in one place.</summary>
    /// <param name="Mention">The place.</param>
    /// <param name="Name">The name there; null for what is none.</param>
    /// <param name="Hosts">Nova's hosts of that name.</param>
    private sealed record Place(HostMention Mention, string? Name, IReadOnlyList<ComputeHost> Hosts)
    {
        /// <summary>Whether it is an address that is no host of Nova's.</summary>
        internal bool IsPassedOver => Hosts.Count == 0 && Name is not null && HostAddress.Canonical(Name) is not null;

        internal bool IsCalled(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

        internal static Place Of(HostMention mention, IList<string> domains, Fleet fleet)
        {
            var name = HostNames.In(mention.Text!);
            return new Place(mention, name, name is null || HostNames.IsNobody(name) ? [] : fleet.Named(name, domains));
        }
    }
}
