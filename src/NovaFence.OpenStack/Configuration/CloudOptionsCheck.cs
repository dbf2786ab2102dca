using NovaFence.Core.Options;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Fails the start with every problem there is, each naming its key.</summary>
internal sealed class CloudOptionsCheck(CloudResolver resolver) : IOptionsCheck<CloudOptions>
{
    public IEnumerable<string> Problems(CloudOptions options)
    {
        if (options.TokenWarmInterval != TimeSpan.Zero && (options.TokenWarmInterval < TimeSpan.FromSeconds(10) || options.TokenWarmInterval > TimeSpan.FromHours(1)))
            yield return $"{CloudOptions.Section}:{nameof(options.TokenWarmInterval)} is {options.TokenWarmInterval:c}: write 00:00:10 to 01:00:00, or 00:00:00 to keep no token warm";
        foreach (var problem in resolver.Resolve(options) is CloudResolution.Incomplete { Problems: var problems } ? problems : [])
            yield return problem;
    }
}
