using System.CommandLine;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary>
/// <c>novafence completion bash|zsh|fish</c>: prints what a shell reads, which asks <c>novafence [suggest:POSITION] LINE</c> at each press of the key
/// (https://learn.microsoft.com/dotnet/standard/commandline/how-to-enable-tab-completion).
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # novafence for bash: eval "$(novafence completion bash)"
        _novafence() {
          local word line
          word=${COMP_LINE:0:COMP_POINT}
          word=${word##*[[:space:]]}
          COMPREPLY=()
          while IFS= read -r line; do
            case $line in "$word"*) COMPREPLY+=("$line") ;; esac
          done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "novafence ${COMP_LINE#* }" 2>/dev/null)
        }
        complete -o default -F _novafence novafence
        """;

    private const string Zsh = """
        #compdef novafence
        # novafence for zsh: source <(novafence completion zsh)
        _novafence() {
          local -a found
          found=(${(f)"$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
          if (( ${#found} )); then compadd -Q -- $found; else _files; fi
        }
        if [ "$funcstack[1]" = _novafence ]; then _novafence "$@"; else compdef _novafence novafence; fi
        """;

    private const string Fish = """
        # novafence for fish: novafence completion fish | source
        function __novafence_suggest
          set -l line (commandline -cp)
          novafence "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c novafence -a '(__novafence_suggest)'
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    internal static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command(
            "completion",
            "Print what lets a shell complete commands, options, and the names of hosts. novafence must be on its PATH.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.WriteLine(Scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
        return command;
    }
}
