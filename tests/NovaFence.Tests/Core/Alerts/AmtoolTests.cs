using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Decisions;

namespace NovaFence.Core.Tests.Alerts;

/// <summary>
/// Matchers against Alertmanager's own tool: what is taken here is taken there and matches the same. <c>NOVAFENCE_AMTOOL_BATCHES</c> says how many batches
/// (2), <c>NOVAFENCE_AMTOOL_SEED</c> where they begin (1). With <c>NOVAFENCE_REQUIRE_AMTOOL=1</c> a missing tool is a failure, for CI installs it; with 0 they
/// are skipped.
/// </summary>
[NeedsVariable("NOVAFENCE_REQUIRE_AMTOOL", "as it is in '.ci/run': Alertmanager's amtool is asked for each matcher")]
public sealed class AmtoolTests : IDisposable
{
    private const string Required = "NOVAFENCE_REQUIRE_AMTOOL";
    private const int MatchersOfABatch = 150;
    private const int ValuesOfABatch = 40;
    private const int RoutesOfABatch = 150;
    private const int AlertsOfABatch = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("novafence-amtool-").FullName;

    [Fact]
    public async Task Whatever_is_taken_matches_as_in_Alertmanager()
    {
        await SkipWithoutAmtoolAsync();
        var seed = Setting("NOVAFENCE_AMTOOL_SEED", 1);
        var differences = new List<string>();
        var (taken, compared) = (0, 0);
        for (var batch = 0; batch < Setting("NOVAFENCE_AMTOOL_BATCHES", 2); batch++)
        {
            var expressions = new Expressions(seed + batch);
            var matchers = Enumerable.Range(0, MatchersOfABatch).Select(_ => expressions.Matcher()).Distinct(StringComparer.Ordinal)
                .Select(text => LabelMatcher.TryParse(text, out var matcher, out var _) ? matcher : null).OfType<LabelMatcher>().ToList();
            if (await RefusedAsync(matchers) is { Count: > 0 } refused)
                differences.AddRange(refused.Select(matcher => $"{matcher}: refused by amtool"));
            var both = matchers.Except(await RefusedAsync(matchers)).ToList();
            foreach (var value in Enumerable.Range(0, ValuesOfABatch).Select(_ => expressions.Value()).Append("").Distinct(StringComparer.Ordinal))
            {
                var there = await MatchingAsync(both, value);
                differences.AddRange(both.Where((matcher, index) => matcher.MatchesValue(value) != there.Contains(index))
                    .Select(matcher => $"{matcher} of {JsonSerializer.Serialize(value)}: {matcher.MatchesValue(value)} here, {!matcher.MatchesValue(value)} in amtool"));
                compared += both.Count;
            }

            taken += matchers.Count;
        }

        TestContext.Current.SendDiagnosticMessage("seed {0}: {1} matchers, {2} comparisons", seed, taken, compared);
        differences.Should().BeEmpty("the seed was {0}", seed);
        taken.Should().BeGreaterThan(MatchersOfABatch / 3, "otherwise too little is taken to say anything");
    }

    [Fact]
    public async Task A_route_of_several_matchers_takes_the_same_alerts_as_in_Alertmanager()
    {
        await SkipWithoutAmtoolAsync();
        var seed = Setting("NOVAFENCE_AMTOOL_SEED", 1);
        var differences = new List<string>();
        var (taken, left, without) = (0, 0, 0);
        for (var batch = 0; batch < Setting("NOVAFENCE_AMTOOL_BATCHES", 2); batch++)
        {
            var expressions = new Expressions(seed + batch);
            var routes = Enumerable.Range(0, RoutesOfABatch).Select(_ => Read(expressions.Matchers())).ToList();
            foreach (var labels in Enumerable.Range(0, AlertsOfABatch).Select(_ => expressions.Labels()))
            {
                var alert = Situations.Firing with { Labels = labels };
                var there = await TakenAsync(routes, labels);
                foreach (var (index, route) in routes.Index())
                {
                    var isTaken = route.Takes(alert);
                    (taken, left) = isTaken ? (taken + 1, left) : (taken, left + 1);
                    if (isTaken != there.Contains(index))
                        differences.Add($"{string.Join(", ", route.Matchers)} of {JsonSerializer.Serialize(labels)}: {isTaken} here, {!isTaken} in amtool");
                }

                without += labels.Count == 0 ? 1 : 0;
            }
        }

        TestContext.Current.SendDiagnosticMessage("seed {0}: {1} taken, {2} left", seed, taken, left);
        differences.Should().BeEmpty("the seed was {0}", seed);
        taken.Should().BeGreaterThan((taken + left) / 10, "otherwise too little is taken to say anything");
        left.Should().BeGreaterThan((taken + left) / 10, "otherwise too little is left to say anything");
        without.Should().BePositive("an alert may have none of the labels");
    }

    /// <summary>The reference must be able to say no: of what is refused here for another meaning, this much is refused there, and this is not.</summary>
    [Theory]
    [InlineData("x=~\"(?=a)\"", false)]
    [InlineData("x=~\"a{2}{3}\"", false)]
    [InlineData("x=~\"\\\\pN\"", true)]
    [InlineData("x=~\"\\\\bcompute1\\\\b\"", true)]
    public async Task What_is_refused_here_is_refused_there_or_would_be_read_otherwise(string text, bool takenThere)
    {
        await SkipWithoutAmtoolAsync();
        LabelMatcher.TryParse(text, out _, out _).Should().BeFalse();
        ((await RunAsync([[text]], Of(""))).Code == 0).Should().Be(takenThere);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task SkipWithoutAmtoolAsync()
    {
        try
        {
            using var process = Start(["--version"]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable(Required) != "1")
        {
            Assert.Skip("there is no amtool (Debian's package prometheus-alertmanager)");
        }
    }

    private async Task<IReadOnlyList<LabelMatcher>> RefusedAsync(IReadOnlyList<LabelMatcher> matchers)
    {
        if ((await RunAsync([.. matchers.Select(matcher => new[] { matcher.Text })], Of(""))).Code == 0)
            return [];
        var refused = new List<LabelMatcher>();
        foreach (var matcher in matchers)
        {
            if ((await RunAsync([[matcher.Text]], Of(""))).Code != 0)
                refused.Add(matcher);
        }

        refused.Should().NotBeEmpty("each by itself is taken, and all of them are not");
        return refused;
    }

    private Task<HashSet<int>> MatchingAsync(IReadOnlyList<LabelMatcher> matchers, string value) =>
        TakenAsync([.. matchers.Select(matcher => RouteOf([matcher]))], Of(value));

    /// <summary>Which of these routes amtool finds for an alert with these labels.</summary>
    private async Task<HashSet<int>> TakenAsync(IReadOnlyList<Route> routes, IReadOnlyDictionary<string, string> labels)
    {
        var (code, said) = await RunAsync([.. routes.Select(route => route.Matchers.Select(matcher => matcher.Text))], labels);
        code.Should().Be(0, said);
        return [.. said.Trim().Split(',').Where(receiver => receiver != "none").Select(receiver => int.Parse(receiver[1..], CultureInfo.InvariantCulture))];
    }

    private static Route Read(IEnumerable<string> matchers) =>
        RouteOf([.. matchers.Select(text => LabelMatcher.TryParse(text, out var matcher, out var problem) ? matcher : throw new InvalidDataException(problem))]);

    private static Route RouteOf(IReadOnlyList<LabelMatcher> matchers) => new("generated", Situations.Firing.Receiver, matchers, new Evidence.Asserted(), ReleasePolicy.Manually);

    private static Dictionary<string, string> Of(string value) => new(StringComparer.Ordinal) { ["x"] = value };

    private async Task<(int Code, string Said)> RunAsync(IReadOnlyList<IEnumerable<string>> routes, IReadOnlyDictionary<string, string> labels)
    {
        var receivers = routes.Select((_, index) => FormattableString.Invariant($"r{index}")).ToList();
        var path = Path.Combine(_folder, "alertmanager.yml");
        await File.WriteAllLinesAsync(
            path,
            [
                "route:",
                "  receiver: none",
                "  routes:",
                .. routes.Select((matchers, index) => $"  - {{receiver: {receivers[index]}, continue: true, matchers: [{string.Join(", ", matchers.Select(Quoted))}]}}"),
                "receivers:",
                .. receivers.Prepend("none").Select(receiver => $"- name: {receiver}"),
            ],
            TestContext.Current.CancellationToken);
        using var process = Start(["config", "routes", "test", $"--config.file={path}", .. labels.Select(label => $"{label.Key}=\"{Escaped(label.Value)}\"")]);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, process.ExitCode == 0 ? said : said + await errors);
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>As YAML has it in double quotes.</summary>
    private static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(letter => letter is '"' or '\\' ? $"\\{letter}" : char.IsControl(letter) ? FormattableString.Invariant($"\\x{(int)letter:x2}") : letter.ToString()))}\"";

    private static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("amtool", arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
