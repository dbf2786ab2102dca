using System.Text.RegularExpressions;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Each command in a process of its own, as it is typed, and in one that runs many, as most tests run it: it says the same and ends the same.</summary>
public sealed partial class CommandProcessTests : IAsyncLifetime
{
    private readonly CloudAndLedger _own = new();
    private readonly CloudAndLedger _many = new();

    /// <summary>What is typed, and the exit code.</summary>
    public static TheoryData<string, int> Commands => new()
    {
        { "", 2 },
        { "frobnicate", 2 },
        { "--version", 0 },
        { "hosts", 0 },
        { "hosts --json", 0 },
        { "hosts --config nosuch.json", 1 },
        { "force-down compute1 --reason dead", 0 },
        { "force-down compute9 --reason dead", 1 },
        { "force-down compute1 --unset", 0 },
        { "pause --reason why --for 2h", 0 },
        { "resume", 0 },
        { "events", 0 },
        { "audit", 0 },
        { "audit --json", 0 },
        { "check", 0 },
        { "status", 0 },
        { "report", 0 },
        { "explain nosuch.json --receiver alertmanager", 1 },
        { "replay .", 0 },
        { "ledger adopt", 0 },
        { "completion bash", 0 },
        { "power", 1 },
    };

    public async ValueTask InitializeAsync()
    {
        await _own.InitializeAsync();
        await _many.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync();
        await _many.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task It_says_and_ends_the_same(string line, int exitCode)
    {
        var arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var own = await Novafence.RunProcessAsync(_own.Surroundings, arguments);
        var many = await Novafence.RunAsync(_many.Surroundings, arguments);

        own.ExitCode.Should().Be(exitCode, "it said {0}{1}", own.Output, own.Error);
        many.ExitCode.Should().Be(exitCode, "it said {0}{1}", many.Output, many.Error);
        Comparable(many.Output, _many).Should().Be(Comparable(own.Output, _own));
        Comparable(many.Error, _many).Should().Be(Comparable(own.Error, _own));
    }

    /// <summary>Without the folder, the ports, the times and the ids, and without the width that a column has for them.</summary>
    private static string Comparable(string said, CloudAndLedger given) =>
        Blanks().Replace(Figures().Replace(said.Replace(given.Surroundings.Folder, "FOLDER", StringComparison.Ordinal), "#"), " ");

    [GeneratedRegex("[0-9a-f-]*[0-9][0-9a-f.:TZ-]*", RegexOptions.None, 1000)]
    private static partial Regex Figures();

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
