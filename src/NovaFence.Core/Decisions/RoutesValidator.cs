using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Finds every route, and a watchdog, that cannot be used, and limits that contradict each other.</summary>
internal sealed class RoutesValidator : IValidateOptions<NovaFenceOptions>
{
    public ValidateOptionsResult Validate(string? name, NovaFenceOptions options)
    {
        RouteTable.Read(options, out var problems);
        List<string> all = [.. problems];
        var fencing = options.Fencing;
        if (fencing.Lease < fencing.PutDeadline + TimeSpan.FromSeconds(5))
            all.Add($"NovaFence:Fencing:Lease ({fencing.Lease}) must exceed NovaFence:Fencing:PutDeadline ({fencing.PutDeadline}) by at least 5 s, or another instance takes over while a PUT is under way");
        return all.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }
}
