using System.Text.Json;
using NovaFence.Functions.Tests.Worker.Protocol;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>A function, as the worker itself tells the host of it.</summary>
/// <param name="Id">By which it is invoked.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trigger"><c>httpTrigger</c> or <c>timerTrigger</c>.</param>
/// <param name="Parameter">The name of the trigger's parameter.</param>
/// <param name="Methods">The HTTP methods.</param>
/// <param name="Route">The route without the host's prefix; null of a timer.</param>
internal sealed record LoadedFunction(string Id, string Name, string Trigger, string Parameter, IReadOnlyList<string> Methods, string? Route)
{
    public bool IsHttp => Trigger == "httpTrigger";

    public static LoadedFunction Read(RpcFunctionMetadata metadata)
    {
        var trigger = metadata.RawBindings.Select(static binding => JsonDocument.Parse(binding).RootElement)
            .Single(static binding => Text(binding, "type")!.EndsWith("Trigger", StringComparison.Ordinal));
        return new LoadedFunction(
            metadata.FunctionId,
            metadata.Name,
            Text(trigger, "type")!,
            Text(trigger, "name")!,
            trigger.TryGetProperty("methods", out var methods) ? [.. methods.EnumerateArray().Select(static method => method.GetString()!.ToUpperInvariant())] : [],
            Text(trigger, "route"));
    }

    private static string? Text(JsonElement binding, string property) => binding.TryGetProperty(property, out var value) ? value.GetString() : null;
}
