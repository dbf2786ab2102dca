using NovaFence.Server.Printing;

namespace NovaFence.Server.Tests.Printing;

/// <summary>Names are never broken, whatever the terminal's width.</summary>
public sealed class TableTests
{
    private const string LongName = "compute-0123456789.rack-42.availability-zone-3.cloud.example.org";
    private const string Reason = "no evidence: the alert has no label fenced=\"true\", and the labels that it had are alertname, host, severity and team";
    private const string Command = $"novafence force-down {LongName} --reason \"…\"";

    private static readonly Table Shape = new(["HOST", "STATE", "NOVA", "OWNER"], ["REASON", "LET THROUGH WITH"]);

    [Fact]
    public void Where_there_is_room_the_texts_stand_beside_the_names()
    {
        Lines(140, Row("compute1", "clear", "short", Command)).Should().Equal(
            "HOST      STATE  NOVA     REASON, LET THROUGH WITH",
            "compute1  clear  up, 3 s  short",
            $"                          {Command}");
    }

    [Fact]
    public void Where_there_is_little_they_wrap_between_words_and_where_there_is_less_they_stand_below()
    {
        Lines(80, Row("compute1", "clear", Reason, "")).Should().Equal(
            "HOST      STATE  NOVA     REASON",
            "compute1  clear  up, 3 s  no evidence: the alert has no label fenced=\"true\", and",
            "                          the labels that it had are alertname, host, severity",
            "                          and team");
        Lines(60, Row("compute1", "clear", Reason, "")).Should().Equal(
            "HOST      STATE  NOVA",
            "compute1  clear  up, 3 s",
            "    no evidence: the alert has no label fenced=\"true\", and",
            "    the labels that it had are alertname, host, severity and",
            "    team");
    }

    [Fact]
    public void Where_the_names_have_no_room_the_last_of_them_stand_below_the_first()
    {
        Lines(80, Row(LongName, "awaiting_heartbeat", "why", Command)).Should().Equal(
            "HOST",
            LongName,
            "    state: awaiting_heartbeat",
            "    nova: up, 3 s",
            "    why",
            $"    {Command}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(140)]
    public void Every_name_and_every_command_is_there_in_one_piece(int width)
    {
        var lines = Lines(width, Row(LongName, "awaiting_heartbeat", Reason, Command), Row("a", "clear", "", "")).ToList();

        lines.Should().Contain(line => line.Contains(LongName)).And.Contain(line => line.EndsWith(Command)).And.Contain(line => line.Contains("awaiting_heartbeat"));
        lines.Where(line => line.Length > width).Should().OnlyContain(line => line.Trim().Split(' ').Length <= 2 || line.Contains(Command) || line.Contains("nova: "), "only what must not be broken is longer");
    }

    [Fact]
    public void Where_nobody_sits_before_it_each_row_is_a_line_with_every_column()
    {
        Lines(Screen.Endless, Row("compute1", "clear", "line one\nline two", Command)).Should().Equal(
            "HOST      STATE  NOVA     OWNER  REASON             LET THROUGH WITH",
            $"compute1  clear  up, 3 s         line one line two  {Command}");
    }

    [Fact]
    public void What_others_wrote_is_made_fit_and_wide_letters_count_as_wide()
    {
        Lines(80, Row("日本\u202e1", "clear\e[2J", "", ""), Row("compute", "down", "", "")).Should().Equal(
            "HOST     STATE      NOVA",
            "日本?1   clear?[2J  up, 3 s",
            "compute  down       up, 3 s");
    }

    [Fact]
    public void A_command_within_a_sentence_stays_on_one_line()
    {
        TextWidth.Wrap(PrintedCommands.Words("budget: 3 of 3. If it is fenced: novafence force-down compute1 --reason \"…\""), 50).Should().Equal(
            "budget: 3 of 3. If it is fenced:", "novafence force-down compute1 --reason \"…\"");
        TextWidth.Wrap(PrintedCommands.Words("say novafence resume --storm, or wait until it is over"), 30).Should().Equal("say novafence resume --storm,", "or wait until it is over");
        TextWidth.Wrap(PrintedCommands.Words("or 'novafence resume --host compute1' when it is over", " --config '/a. b/x.json'"), 20).Should().Equal(
            "or", "'novafence resume --host compute1 --config '/a. b/x.json''", "when it is over");
        TextWidth.Wrap(PrintedCommands.Words("forced down by novafence and others"), 20).Should().Equal("forced down by", "novafence and others");
    }

    private static TableRow Row(string host, string state, string reason, string command) =>
        new([host, state, "up, 3 s", ""], [new Paragraph(reason), new Paragraph(command, IsWhole: true)]);

    private static IEnumerable<string> Lines(int width, params IReadOnlyList<TableRow> rows) => Shape.Lines(rows, width).Select(line => line.Text);
}
