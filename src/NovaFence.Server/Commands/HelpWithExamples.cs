using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary>The help of System.CommandLine, as wide as the terminal, and examples behind it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>By command; that of the root is empty.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Examples { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [""] = ["novafence sandbox", "novafence hosts", "novafence events --since 1h --verdict held", "NOVAFENCE_TOKEN=… novafence hosts --server https://novafence.example.org"],
        ["serve"] = ["novafence serve --config /etc/novafence/novafence.json --port 7071"],
        ["sandbox"] = ["novafence sandbox", "novafence sandbox --port 7072"],
        ["report"] = ["novafence report", "novafence report --since 24h --json", "novafence report --since 2026-03-14T01:59:26Z --server https://novafence.example.org"],
        ["force-down"] = ["novafence force-down compute1 --reason 'its power is off'", "novafence force-down compute1 --unset --reason 'it is back'"],
        ["hosts"] = ["novafence hosts", "novafence hosts --state held --server https://novafence.example.org --ca /etc/novafence/ca.pem"],
        ["pause"] = ["novafence pause --host compute1 --for 2h --reason 'new RAM'", "novafence pause --reason 'switch upgrade'"],
        ["drill"] = ["novafence drill compute1 --reason \"first rehearsal\"", "novafence drill compute1 --for 5m --reason \"new rule\" --server https://fence.example.org"],
        ["resume"] = ["novafence resume --host compute1", "novafence resume --storm"],
        ["explain"] = ["novafence explain delivery.json", "novafence explain --receiver zabbix - <delivery.json"],
        ["replay"] = ["novafence replay ."],
        ["check"] = ["novafence check", "novafence check --url http://alertmanager:9093"],
        ["power"] = ["novafence power", "novafence power compute1 --json", "novafence power --learn"],
        ["events"] = ["novafence events --since 1h --verdict held", "novafence events compute1 --limit 10 --json"],
        ["audit"] = ["novafence audit", "novafence audit --history 5 --json"],
        ["ledger"] = ["novafence ledger adopt"],
        ["adopt"] = ["novafence ledger adopt --config /etc/novafence/novafence.json"],
        ["completion"] = ["eval \"$(novafence completion bash)\"", "novafence completion zsh >~/.zfunc/_novafence", "novafence completion fish | source"],
    };

    /// <inheritdoc />
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <summary>Puts it in the place of the help that is there.</summary>
    internal static void Use(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            var own = (HelpAction)option.Action!;
            own.MaxWidth = Screen.Width;
            option.Action = new HelpWithExamples(own);
        }
    }

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        var code = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        if (!Examples.TryGetValue(command is RootCommand ? "" : command.Name, out var examples))
            return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        return code;
    }
}
