using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaFence.Core.Options;

/// <summary>
/// The one way in which options are validated: what could not be read, what is missing or out of range, and what the options' own checks find, in one list,
/// each beginning with its key as it was written.
/// </summary>
internal sealed class OptionsValidation<TOptions>(IConfiguration configuration, string section, IEnumerable<IOptionsCheck<TOptions>> checks) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var unread = OptionsReader.Read(configuration.GetSection(section), new TOptions());
        var annotated = OptionsReader.Annotated(section, options).Where(problem => !unread.Any(other => other.Covers(problem.Key))).ToList();
        var found = unread.Concat(annotated).ToList();
        var failures = found.Select(problem => $"{KeyOrigin.Shown(configuration, problem.Key, problem.At)} {problem.Text}")
            .Concat(checks.SelectMany(check => check.Problems(options))
                // Of a key that could not be read, or is out of range, nothing more is to be said.
                .Where(sentence => !found.Exists(problem => problem.Covers(KeyOrigin.KeyOf(sentence))))
                .Select(sentence => KeyOrigin.InSentence(configuration, sentence)))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
