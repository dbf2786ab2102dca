namespace NovaFence.Architecture.Tests.Documents;

/// <summary>The mixin in <c>monitoring/</c> rendered anew, and its alerts told what happens: what takes promtool and jsonnet their time.</summary>
[NeedsVariable("NOVAFENCE_MIXIN", "as it is in '.ci/run': promtool tells each alert its stories, and jsonnet renders the mixin")]
public sealed class MixinTests
{
    [Fact]
    public async Task Its_alerts_fire_and_are_resolved_as_they_are_told() => await Tool.RunAsync("promtool", "test rules monitoring/tests/alerts.test.yaml");

    [Fact]
    public async Task What_is_rendered_anew_is_what_stands_beside_it()
    {
        await Tool.RunAsync("jsonnet", "--version", required: "NOVAFENCE_REQUIRE_JSONNET");
        var folder = Directory.CreateTempSubdirectory("novafence-mixin-");
        try
        {
            await Tool.RunAsync("bash", $"monitoring/render.sh {folder.FullName}");

            foreach (var file in (string[])["alerts.yaml", "rules.yaml", "dashboard.json"])
                (await File.ReadAllTextAsync(Path.Combine(folder.FullName, file), TestContext.Current.CancellationToken)).Should().Be(Repository.Read($"monitoring/rendered/{file}"), "monitoring/render.sh renders {0}", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
