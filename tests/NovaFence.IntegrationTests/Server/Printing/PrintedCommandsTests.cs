using NovaFence.Server.Printing;

namespace NovaFence.Server.Tests.Printing;

/// <summary>A printed command, pasted into another shell, is of the cloud or server that it was printed for.</summary>
public sealed class PrintedCommandsTests
{
    private const string Options = " --config /etc/novafence.json";

    [Theory]
    [InlineData("novafence force-down compute1 --reason \"…\"", "novafence force-down compute1 --reason \"…\"{0}")]
    [InlineData("if it lives: novafence force-down compute1 --unset", "if it lives: novafence force-down compute1 --unset{0}")]
    [InlineData("say when: novafence resume --storm, or novafence force-down compute1. It waits", "say when: novafence resume --storm{0}, or novafence force-down compute1{0}. It waits")]
    [InlineData("'novafence resume --host compute1' when it is over.", "'novafence resume --host compute1{0}' when it is over.")]
    [InlineData("see with 'novafence hosts'; then wait", "see with 'novafence hosts{0}'; then wait")]
    [InlineData("or take it over: novafence ledger adopt", "or take it over: novafence ledger adopt{0}")]
    [InlineData("'novafence check' says why.", "'novafence check{0}' says why.")]
    [InlineData("'novafence check --upgrade' lists it", "'novafence check --upgrade{0}' lists it")]
    [InlineData("novafence check wrote this", "novafence check wrote this")]
    [InlineData("forced down by novafence and others", "forced down by novafence and others")]
    [InlineData("novafence: ledger: SQLite", "novafence: ledger: SQLite")]
    public void Each_command_in_a_text_gets_the_options(string text, string completed)
    {
        Completed(text, Options).Should().Be(completed.Replace("{0}", Options, StringComparison.Ordinal));
        Completed(text, "").Should().Be(text);
    }

    [Fact]
    public void What_takes_no_server_gets_none() =>
        Completed("novafence ledger adopt", " --server https://novafence.example.org/").Should().Be("novafence ledger adopt");

    [Fact]
    public void Paths_are_full_and_quoted()
    {
        PrintedCommands.Options(null, null, new FileInfo("it's mine.json")).Should().Be($" --config '{Path.Combine(Environment.CurrentDirectory, "it").Replace("'", "'\\''", StringComparison.Ordinal)}'\\''s mine.json'");
        PrintedCommands.Options(new Uri("https://novafence.example.org"), new FileInfo("/etc/my ca.pem"), null).Should().Be(" --server https://novafence.example.org/ --ca '/etc/my ca.pem'");
        PrintedCommands.Options(new Uri("https://novafence.example.org/a;b"), null, null).Should().Be(" --server 'https://novafence.example.org/a;b'");
        PrintedCommands.Options(null, null, null).Should().BeEmpty();
    }

    private static string Completed(string text, string options) => string.Join(' ', PrintedCommands.Words(text, options));
}
