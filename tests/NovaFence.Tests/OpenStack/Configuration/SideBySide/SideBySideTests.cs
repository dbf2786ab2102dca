using System.Globalization;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>
/// The same files and variables read by openstacksdk and by NovaFence: both come to the same cloud, or NovaFence names what it does not support, and that
/// is listed in <see cref="Comparison.Listed"/>.
/// </summary>
[NeedsVariable("NOVAFENCE_REQUIRE_OPENSTACKSDK", "as it is in '.ci/run': openstacksdk is asked for each case")]
public sealed class SideBySideTests(ITestOutputHelper output) : IDisposable
{
    private const int Generated = 300;
    private const int Shown = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-clouds");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("handed.txt")]
    [InlineData("documented.txt")]
    [InlineData("corners.txt")]
    public async Task What_is_written_down(string name)
    {
        await OpenStackSdk.NeededAsync(Now);

        await CompareAsync(name, ClientCases.Read(name), exactly: true);
    }

    [Fact]
    public async Task What_is_made_up()
    {
        await OpenStackSdk.NeededAsync(Now);
        var seed = Number("NOVAFENCE_CLOUDS_SEED", 1);
        var count = Number("NOVAFENCE_CLOUDS", Generated);

        await CompareAsync($"generated from seed {seed}", [.. Enumerable.Range(0, count).Select(i => CaseGenerator.Case(seed, i))], exactly: false);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task CompareAsync(string name, IReadOnlyList<ClientCase> cases, bool exactly)
    {
        var folders = cases.Select((written, i) => new CaseFolder(Path.Combine(_folder.FullName, $"{i}"), WithAuthorities(written))).ToList();
        var theirs = await OpenStackSdk.ResolveAsync(folders, Now);

        var refusals = new List<string>();
        var outcomes = folders.Select((both, i) => Comparison.Of(both, theirs[i], refusals)).ToList();
        output.WriteLine($"RESULT clouds_compared={outcomes.Count} same={Count(Agreement.Same)} refused_by_both={Count(Agreement.BothRefuse)} "
            + $"refused_as_listed={Count(Agreement.Listed)} ({name})");
        foreach (var group in refusals.GroupBy(static listed => listed).OrderByDescending(static group => group.Count()))
            output.WriteLine($"  refused {group.Count(),4}: {group.Key}: {Comparison.Listed[group.Key]}");

        var wrong = cases.Zip(outcomes, (written, outcome) => (outcome.Difference ?? (exactly ? Unexpected(written, outcome) : null)) is { } difference ? $"{difference}\n{written}" : null)
            .OfType<string>().ToList();
        if (wrong.Count > 0)
            Assert.Fail($"{wrong.Count} of {cases.Count} differ.\n\n{string.Join("\n\n", wrong.Take(Shown))}");

        int Count(Agreement agreement) => outcomes.Count(outcome => outcome.Agreement == agreement);
    }

    // What is written down says whether it is refused, so that a refusal cannot come to stay by itself.
    private static string? Unexpected(ClientCase written, Outcome outcome) => written.Refused switch
    {
        null when outcome.Agreement is not Agreement.Same => $"it was not to be refused: {string.Join(" / ", outcome.Problems)}",
        { } key when !outcome.Problems.Any(problem => problem.Contains(key, StringComparison.Ordinal)) => $"{key} is not named: {string.Join(" / ", outcome.Problems)}",
        _ => null,
    };

    private ClientCase WithAuthorities(ClientCase written) =>
        written.Files.Values.Concat(written.Variables.Values).Any(static text => text.Contains("ca.pem", StringComparison.Ordinal))
            ? written with { Files = new Dictionary<string, string>(written.Files, StringComparer.Ordinal) { ["home/ca.pem"] = _authority.Pem, ["here/ca.pem"] = _other.Pem } }
            : written;
}
