using System.CommandLine;
using System.CommandLine.Parsing;
using NovaFence.Core.Options;

namespace NovaFence.Server.Commands;

/// <summary>Refuses what there is not, with the nearest that there is.</summary>
internal static class Misspelt
{
    /// <summary>What is wrong with a command line, a line each.</summary>
    internal static IEnumerable<string> Lines(ParseResult parsed)
    {
        // A command that is not there leaves its arguments over too: the first says enough.
        var unknown = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        if (unknown is not null)
            yield return Unknown(unknown, parsed.CommandResult.Command);
        foreach (var error in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
        {
            if (!parsed.UnmatchedTokens.Any(token => error.Contains($"'{token}'", StringComparison.Ordinal)) && !(unknown is not null && parsed.CommandResult.Command.Action is null))
                yield return error;
        }
    }

    /// <summary>An option that a command does not have must not become its host: an operator who mistypes --unset would force down instead.</summary>
    internal static void RefuseOptions(Argument argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } token)
            result.AddError(Unknown(token.Value, CommandOf(result)));
    });

    /// <summary>The same of an option's value.</summary>
    internal static void RefuseOptions(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } token)
            result.AddError($"{option.Name} takes a name, and '{token.Value}' looks like an option");
    });

    /// <summary>Takes these words only, and completes them.</summary>
    internal static void RefuseOtherThan(Option<string?> option, IReadOnlyList<string> words)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !words.Contains(only.Value, StringComparer.OrdinalIgnoreCase))
                result.AddError($"{option.Name} is one of {string.Join(", ", words)}, not '{only.Value}'{Nearest(only.Value, words)}");
        });
    }

    private static string Unknown(string token, Command command)
    {
        if (token.StartsWith('-'))
            return $"'{command.Name}' has no option {token}{Nearest(token.Split('=', ':')[0], [.. OptionsOf(command)])}";
        return command.Subcommands.Count > 0
            ? $"there is no command {token}{Nearest(token, [.. command.Subcommands.Select(sub => sub.Name)])}"
            : $"'{command.Name}' takes no further argument '{token}'";
    }

    private static IEnumerable<string> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden)
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive))).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static string Nearest(string name, IReadOnlyList<string> names) =>
        NearestName.To(name, names) is { } nearest && NearestName.IsNear(name, nearest) ? $"; the nearest is {nearest}" : "";

    private static Command CommandOf(SymbolResult result)
    {
        while (result is not CommandResult)
            result = result.Parent!;
        return ((CommandResult)result).Command;
    }
}
