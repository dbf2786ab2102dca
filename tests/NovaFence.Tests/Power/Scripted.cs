using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>Answers that a test gives in the place of compute1's BMC.</summary>
internal static class Scripted
{
    /// <summary>Answers this path so, and no other.</summary>
    internal static void Says(this PoweredCloud own, string path, string body, int status = 200, params (string Name, string Value)[] headers) =>
        own.Bmc.OnRequest = (request, _) => ValueTask.FromResult(request.Path == path
            ? new BmcAnswer(status, body) { Headers = [.. headers.Select(one => KeyValuePair.Create(one.Name, one.Value))] }
            : null);
}
