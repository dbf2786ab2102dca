using System.Text.Json.Nodes;
using NovaFence.Http.Endpoints;
using NovaFence.Core.Options;
using NovaFence.Sandbox;

namespace NovaFence.Server.Commands;

/// <summary>
/// What <c>novafence sandbox</c> answers beside the API: the power buttons of its hosts, how their BMCs answer, and the switch of its cloud. All of them are
/// repeatable, take no body, and need the operator's token.
/// </summary>
internal static class SandboxEndpoints
{
    internal static IReadOnlyList<AdditionalEndpoint> For(SandboxCloud cloud) =>
    [
        Post("CrashHost", "/sandbox/hosts/{host}/crash", context => OnHost(context, cloud, cloud.Crash)),
        Post("HangHost", "/sandbox/hosts/{host}/hang", context => OnHost(context, cloud, cloud.Hang)),
        Post("BootHost", "/sandbox/hosts/{host}/boot", context => OnHost(context, cloud, cloud.Boot)),
        .. Enum.GetValues<BmcBehaviour>().Select(behaviour => Post(
            $"SwitchBmcTo{behaviour}", $"/sandbox/hosts/{{host}}/bmc/{Word(behaviour)}", context => OnBmc(context, cloud, behaviour))),
        Post("TakeCloudAway", "/sandbox/cloud/away", _ => OnCloud(cloud, cloud.Away)),
        Post("BringCloudBack", "/sandbox/cloud/back", _ => OnCloud(cloud, cloud.Back)),
    ];

    private static AdditionalEndpoint Post(string name, string pattern, Func<HttpContext, AdditionalAnswer> handler) =>
        new(name, HttpMethods.Post, pattern, EndpointAccess.Operator, context => Task.FromResult(handler(context)));

    private static AdditionalAnswer OnHost(HttpContext context, SandboxCloud cloud, Func<string, SandboxHost> press)
    {
        var name = context.GetRouteValue("host") as string ?? "";
        try
        {
            return Answer(press(name));
        }
        catch (ArgumentException)
        {
            return Unknown(name, cloud);
        }
    }

    private static AdditionalAnswer.Done Answer(SandboxHost host) => new(new JsonObject
    {
        ["host"] = host.Name,
        ["power"] = host.Power == PowerState.On ? "on" : "off",
        ["reporting"] = host.Reporting,
        ["last_report_at"] = host.LastReportAt,
    });

    /// <summary>How the host's BMC answers from now on.</summary>
    private static AdditionalAnswer OnBmc(HttpContext context, SandboxCloud cloud, BmcBehaviour behaviour)
    {
        var name = context.GetRouteValue("host") as string ?? "";
        if (cloud.Bmcs.FirstOrDefault(bmc => bmc.Host.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } bmc)
            return Unknown(name, cloud);
        bmc.Behaviour = behaviour;
        return new AdditionalAnswer.Done(new JsonObject { ["host"] = bmc.Host, ["bmc"] = Word(behaviour) });
    }

    /// <summary>As paths write it: <c>RefusesCredentials</c> is <c>refuses-credentials</c>.</summary>
    private static string Word(BmcBehaviour behaviour) =>
        string.Concat(behaviour.ToString().Select((letter, index) => char.IsUpper(letter) ? $"{(index > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    // Asked before, the host could be deleted between question and button.
    private static AdditionalAnswer.UnknownHost Unknown(string name, SandboxCloud cloud) => new(NearestName.To(name, cloud.Hosts) is { } nearest
        ? $"The sandbox has no compute host of this name. The nearest is {nearest}."
        : "The sandbox has no compute host of this name, and no other either.");

    private static AdditionalAnswer.Done OnCloud(SandboxCloud cloud, Action press)
    {
        press();
        return new(new JsonObject { ["away"] = cloud.IsAway });
    }
}
