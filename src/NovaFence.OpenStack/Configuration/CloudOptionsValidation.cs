using Microsoft.Extensions.Options;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Fails the start with every problem there is, each naming its key.</summary>
internal sealed class CloudOptionsValidation(CloudResolver resolver) : IValidateOptions<CloudOptions>
{
    public ValidateOptionsResult Validate(string? name, CloudOptions options) => resolver.Resolve(options) switch
    {
        CloudResolution.Incomplete { Problems: var problems } => ValidateOptionsResult.Fail(problems),
        _ => ValidateOptionsResult.Success,
    };
}
