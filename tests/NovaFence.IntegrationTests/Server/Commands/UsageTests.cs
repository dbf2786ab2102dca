using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>What the command line says of itself, and of what it cannot understand.</summary>
public sealed class UsageTests
{
    public static TheoryData<string> NotUnderstood => new(
        "",
        "frobnicate",
        "serve --frobnicate",
        "serve --port 70000",
        "serve --port many",
        "serve --listen nowhere",
        "sandbox --cloud-port -1",
        "force-down",
        "force-down compute1 nova-scheduler",
        "force-down compute1 nova-compute compute2",
        "force-down compute1 --reason",
        "pause",
        "pause --for 2h",
        "pause --for soon --reason why",
        "pause compute1 --reason why",
        "resume compute1",
        "replay",
        "replay no-such-folder",
        "replay . --hosts ,",
        "check compute1",
        "check --delivery no-such-file",
        "check --url alertmanager:9093",
        "explain",
        "explain delivery.json --receiver e_mail",
        "events --since yesterday",
        "events --verdict maybe",
        "report --since yesterday",
        "report --since 2999-01-01T00:00:00Z",
        "report compute1",
        "events compute1 --limit 0",
        "events compute1 --limit 1001",
        "hosts --state asleep",
        "completion tcsh",
        "completion",
        "hosts compute1");

    public static TheoryData<string, string> Help => new()
    {
        { "", "sandbox" },
        { "serve", "--listen" },
        { "sandbox", "--cloud-port" },
        { "force-down", "nova-compute" },
        { "hosts", "--json" },
        { "pause", "--for" },
        { "resume", "--host" },
        { "explain", "--receiver" },
        { "check", "--url" },
        { "replay", "--hosts" },
        { "events", "--limit" },
        { "report", "--since" },
        { "audit", "--config" },
        { "ledger", "adopt" },
        { "ledger adopt", "--config" },
        { "completion", "fish" },
    };

    public static TheoryData<string, string> Misspelt => new()
    {
        { "hosts --jsn", "'hosts' has no option --jsn; the nearest is --json" },
        { "host", "there is no command host; the nearest is hosts" },
        { "force_down compute1", "there is no command force_down; the nearest is force-down" },
        { "force-down compute1 --unste", "'force-down' has no option --unste; the nearest is --unset" },
        { "force-down --unste", "'force-down' has no option --unste; the nearest is --unset" },
        { "force-down compute1 nova-compute --reson why", "no option --reson; the nearest is --reason" },
        { "events --vedict held", "'events' has no option --vedict; the nearest is --verdict" },
        { "events --verdict hold", "not 'hold'; the nearest is held" },
        { "hosts --state dwon", "not 'dwon'; the nearest is down" },
        { "audit --histry=3", "'audit' has no option --histry=3; the nearest is --history" },
        { "ledger adpt", "there is no command adpt; the nearest is adopt" },
        { "serve --prot 1", "'serve' has no option --prot; the nearest is --port" },
        { "pause --host --reason why", "--host" },
    };

    [Theory]
    [MemberData(nameof(Misspelt))]
    public async Task What_there_is_not_is_refused_with_the_nearest_that_there_is(string line, string told)
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, line.Split(' '));

        ended.ExitCode.Should().Be(2, "it said {0}{1}", ended.Output, ended.Error);
        ended.Error.Should().Contain(told);
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task What_cannot_be_understood_ends_with_2(string line)
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        ended.ExitCode.Should().Be(2, "it said {0}{1}", ended.Output, ended.Error);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("--help");
        ended.Output.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Help))]
    public async Task Each_command_explains_itself(string command, string holds)
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        ended.ExitCode.Should().Be(0);
        ended.Output.Should().Contain("Usage:").And.Contain($"novafence {command}".Trim()).And.Contain(holds).And.Contain("Examples:\n  ");
        ended.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task A_configuration_file_that_is_not_there_is_told()
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, "hosts", "--config", "nosuch.json");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("nosuch.json");
    }

    [Fact]
    public async Task A_configuration_file_that_is_no_json_is_told()
    {
        using var surroundings = new Surroundings();
        await File.WriteAllTextAsync(surroundings.File("broken.json"), """{"NovaFence": {"Cloud": """, TestContext.Current.CancellationToken);

        var ended = await Novafence.RunAsync(surroundings, "hosts", "--config", "broken.json");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("broken.json");
    }
}
