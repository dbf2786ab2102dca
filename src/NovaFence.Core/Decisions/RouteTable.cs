using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>The routes in their order; the first that matches decides.</summary>
public sealed class RouteTable
{
    private RouteTable(IReadOnlyList<Route> routes, Watchdog? watchdog) => (Routes, Watchdog) = (routes, watchdog);

    /// <summary>The routes.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The alert that says that the monitoring is alive; null when there is none. No route takes it.</summary>
    public Watchdog? Watchdog { get; }

    /// <summary>The first route that takes the alert; null when none does.</summary>
    public Route? Find(AlertEvent alert) => SaysNothing(alert) is null ? Routes.FirstOrDefault(route => route.Takes(alert)) : null;

    /// <summary>Why the event says nothing of a host, so that no route takes it and nothing is recorded or counted of it; null where it may be of one.</summary>
    public Reason? SaysNothing(AlertEvent alert) =>
        alert.FiresBlind ? Reason.NoData : IsWatchdog(alert) ? Reason.Watchdog : alert.IsOwnFinding ? Reason.OwnFinding : null;

    /// <summary>Whether it is of no host, but says that the monitoring is alive.</summary>
    internal bool IsWatchdog(AlertEvent alert) => Watchdog?.Takes(alert) == true;

    /// <summary>The route that has this name, or had it; null when none has.</summary>
    public Route? Named(string? name) => name is null
        ? null
        : Routes.FirstOrDefault(route => string.Equals(route.Name, name, StringComparison.Ordinal))
            ?? Routes.FirstOrDefault(route => route.FormerNames.Contains(name, StringComparer.Ordinal));

    /// <summary>Reads the configured routes and collects every problem, each beginning with its key.</summary>
    /// <param name="options">The routes as they were read.</param>
    /// <param name="receivers">The receivers that there are.</param>
    /// <param name="problems">What cannot be used.</param>
    public static RouteTable Read(IList<RouteOptions> options, KnownReceivers receivers, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        var routes = new List<Route>();
        for (var index = 0; index < options.Count; index++)
        {
            CheckNames(options, index, found);
            if (Read(options[index], index, receivers, found) is { } route)
                routes.Add(route);
        }

        problems = found;
        return new RouteTable(routes, null);
    }

    /// <summary>The same with the watchdog.</summary>
    /// <param name="options">The options as they were read.</param>
    /// <param name="receivers">The receivers that there are.</param>
    /// <param name="problems">What cannot be used.</param>
    public static RouteTable Read(NovaFenceOptions options, KnownReceivers receivers, out IReadOnlyList<string> problems)
    {
        var routes = Read(options.Routes, receivers, out var ofRoutes);
        List<string> found = [.. ofRoutes];
        if (!options.Power.AllowOff)
        {
            found.AddRange(options.Routes.Index().Where(route => route.Item.PowerOff).Select(route =>
                $"NovaFence:Routes:{route.Index}:PowerOff is true, and NovaFence:Power:AllowOff is not: write both to let this route switch machines off, or remove PowerOff"));
        }

        var watchdog = Watchdog.Read(options.Watchdog, receivers, found);
        problems = found;
        return new RouteTable([.. routes.Routes.Select((route, index) => route.Marked(options.Hosts, options.Mode, routes.Routes.Take(index), receivers.ReadsAs(route.Receiver)))], watchdog);
    }

    /// <summary>Compares a route's names with those of the routes before it, whatever else is wrong with any of them.</summary>
    private static void CheckNames(IList<RouteOptions> options, int index, List<string> problems)
    {
        if (options[index].Name?.Trim() is not { Length: > 0 } name)
            return;
        var taken = options.Take(index).SelectMany(other => other.FormerNames.Append(other.Name).Select(one => one?.Trim())).ToHashSet(StringComparer.Ordinal);
        if (name.Length > Route.MaxNameLength)
            problems.Add($"NovaFence:Routes:{index}:Name has {name.Length} characters; at most {Route.MaxNameLength} are possible");
        if (taken.Contains(name))
            problems.Add($"NovaFence:Routes:{index}:Name '{name}' is used twice");
        if (options[index].FormerNames.Select(one => one.Trim()).FirstOrDefault(taken.Contains) is { } former)
            problems.Add($"NovaFence:Routes:{index}:FormerNames has '{former}', which is a name of another route");
    }

    private static Route? Read(RouteOptions options, int index, KnownReceivers receivers, List<string> problems)
    {
        var key = $"NovaFence:Routes:{index}";
        var before = problems.Count;
        var receiver = options.Receiver?.Trim().ToLowerInvariant();
        if (!receivers.Has(receiver))
            problems.Add($"{key}:Receiver is {Shown(options.Receiver)}: name {receivers.Listed}");

        var matchers = ReadMatchers(options.Match, key, problems);
        var evidence = EvidenceSyntax.Read(options.Evidence, options.EvidenceWindow, $"{key}:Evidence", problems);
        if (receiver is not null && evidence?.Conditions.Any(condition => condition is Evidence.Asserted) == true && !receivers.MayAssert(receiver))
        {
            problems.Add(
                $"{key}:Evidence is '{options.Evidence}', and the deliveries of receiver {receiver} are not signed: give that receiver Secrets in place of Tokens (NovaFence:Receivers:Generic), or let a label say that the host is fenced");
        }

        ReleasePolicy? release = options.Release?.Trim().ToUpperInvariant() switch
        {
            null or "" or "WHENHEALTHY" => ReleasePolicy.WhenHealthy,
            "IMMEDIATELY" => ReleasePolicy.Immediately,
            "MANUALLY" => ReleasePolicy.Manually,
            _ => null,
        };
        if (release is null)
            problems.Add($"{key}:Release is {Shown(options.Release)}: write whenHealthy, immediately or manually");

        if (string.IsNullOrWhiteSpace(options.Name))
        {
            problems.Add(
                $"{key}:Name is missing: a host is released by the names of the routes that its alerts were accepted under. Write {key}:Name, such as \"{receiver ?? "hosts"}-{index}\", and, after the first edition, {key}:FormerNames:0 \"route {index}\"");
        }

        bool? ignores = options.Contradiction?.Trim().ToUpperInvariant() switch
        {
            null or "" or "HOLD" => false,
            "IGNORE" => true,
            _ => null,
        };
        if (ignores is null)
            problems.Add($"{key}:Contradiction is {Shown(options.Contradiction)}: write hold or ignore");
        if (options.PowerOff && evidence is { ToSwitchOff: null })
        {
            problems.Add(
                $"{key}:PowerOff is true, and {key}:Evidence is '{options.Evidence}': a machine is not switched off on somebody's word, nor by what its BMC says of it. Add what says that the host is dead, such as all(corroborated:2, power:off), or remove PowerOff");
        }

        return problems.Count > before
            ? null
            : new Route(options.Name!.Trim(), receiver!, matchers, options.PowerOff ? evidence!.AndPowerOff : evidence!, release!.Value)
            {
                FormerNames = [.. options.FormerNames.Select(one => one.Trim())],
                PowerOff = options.PowerOff,
                // What is to be switched off must not have reported.
                IgnoresContradiction = ignores!.Value && !options.PowerOff,
            };
    }

    private static IReadOnlyList<LabelMatcher> ReadMatchers(IList<string> texts, string key, List<string> problems)
    {
        if (texts.Count == 0)
            problems.Add($"{key}:Match is missing: write which alerts the route takes, such as {key}:Match:0 alertname=\"HostDown\", or {key}:Match:0 * for every alert of its receiver");
        return texts is ["*"] ? [] : LabelMatcher.ReadAll(texts, $"{key}:Match", problems);
    }

    private static string Shown(string? value) => string.IsNullOrWhiteSpace(value) ? "missing" : $"'{value}'";
}
