using System.Text.Json.Nodes;
using NovaFence.Http.Endpoints;
using NovaFence.Core.Options;
using NovaFence.Sandbox;

namespace NovaFence.Server.Commands;

/// <summary>
/// What <c>novafence sandbox</c> answers beside the API: the power buttons of its hosts, and the switch of its cloud. All of them are
/// repeatable, take no body, and need the operator's token.
/// </summary>
internal static class SandboxEndpoints
{
    internal static IReadOnlyList<AdditionalEndpoint> For(SandboxCloud cloud) =>
    [
        Post("CrashHost", "/sandbox/hosts/{host}/crash", context => OnHost(context, cloud, cloud.Crash)),
        Post("BootHost", "/sandbox/hosts/{host}/boot", context => OnHost(context, cloud, cloud.Boot)),
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
            // Asked before, the host could be deleted between question and button.
            return new AdditionalAnswer.UnknownHost(NearestName.To(name, cloud.Hosts) is { } nearest
                ? $"The sandbox has no compute host of this name. The nearest is {nearest}."
                : "The sandbox has no compute host of this name, and no other either.");
        }
    }

    private static AdditionalAnswer.Done Answer(SandboxHost host) => new(new JsonObject
    {
        ["host"] = host.Name,
        ["power"] = host.Power == PowerState.On ? "on" : "off",
        ["reporting"] = host.Reporting,
        ["last_report_at"] = host.LastReportAt,
    });

    private static AdditionalAnswer.Done OnCloud(SandboxCloud cloud, Action press)
    {
        press();
        return new(new JsonObject { ["away"] = cloud.IsAway });
    }
}
