using Microsoft.Extensions.Options;
using NovaFence.OpenStack;

namespace NovaFence.Hosting;

/// <summary>Why a start was refused, where it is the configuration's fault or the cloud's, and nothing went wrong in NovaFence.</summary>
public static class RefusedStart
{
    /// <summary>What is wrong, each with the key it concerns; null where the exception says something else.</summary>
    /// <param name="exception">What the start threw: of <see cref="Composition.ValidateNovaFence"/>, or of the host.</param>
    public static IReadOnlyList<string>? Reasons(Exception exception) =>
        exception is UnsupportedCloudException tooOld ? [tooOld.Message] : WrongKeys(exception);

    /// <summary>What is wrong with the configuration, each fault once, with its key; null where the exception says something else.</summary>
    /// <param name="exception">What was thrown where it was read or validated.</param>
    public static IReadOnlyList<string>? WrongKeys(Exception exception) => exception switch
    {
        OptionsValidationException wrong => [.. wrong.Failures.Distinct(StringComparer.Ordinal)],
        AggregateException several when several.InnerExceptions.All(static inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static wrong => wrong.Failures).Distinct(StringComparer.Ordinal)],
        _ => null,
    };
}
