using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Commands that decide about no alert run in a shell that knows no routes; those that do say what is missing.</summary>
public sealed class WithoutRoutesTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public async ValueTask InitializeAsync()
    {
        await _given.InitializeAsync();
        foreach (var name in _given.Surroundings.Variables.Keys.Where(name => name.StartsWith("NovaFence__Routes__", StringComparison.Ordinal)).ToList())
            _given.Surroundings.Variables.Remove(name);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Theory]
    [InlineData("hosts")]
    [InlineData("events")]
    [InlineData("report")]
    [InlineData("pause --reason maintenance --for 1h")]
    [InlineData("resume")]
    [InlineData("force-down compute1 --reason burns")]
    [InlineData("force-down compute1 --unset")]
    public async Task They_run(string command)
    {
        var ended = await _given.RunAsync(command.Split(' '));

        ended.ExitCode.Should().Be(0, "it said {0}", ended.Error);
    }

    [Fact]
    public async Task What_audits_found_is_looked_up()
    {
        var ended = await _given.RunAsync("audit", "--history", "3");

        ended.Error.Should().Contain("no audit has been kept yet");
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("explain appsettings.json")]
    [InlineData("check")]
    public async Task What_decides_about_alerts_names_the_key(string command)
    {
        await File.WriteAllTextAsync(_given.Surroundings.File("appsettings.json"), "{}", TestContext.Current.CancellationToken);

        var ended = await _given.RunAsync(command.Split(' '));

        ended.ExitCode.Should().NotBe(0);
        (ended.Error + ended.Output).Should().Contain("NovaFence:Routes is empty");
    }
}
