using System.Collections.Concurrent;
using Microsoft.Playwright;
using NovaFence.Functions.Tests.Settings;
using static Microsoft.Playwright.Assertions;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The page of the deployed worker in a real browser.</summary>
[NeedsVariable("NOVAFENCE_CHROMIUM", "the path of a Chromium, for the page; '.ci/run' sets it")]
public sealed class PageInBrowserTests(Stage stage) : IClassFixture<Stage>
{
    private const string Variable = "NOVAFENCE_CHROMIUM";

    [Fact]
    public async Task A_crashed_host_is_forced_down_on_the_page_and_nothing_comes_from_elsewhere()
    {
        var chromium = Environment.GetEnvironmentVariable(Variable);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { BaseURL = stage.Host.Client.BaseAddress!.ToString() });
        page.SetDefaultTimeout((float)Patience.Bound.TotalMilliseconds);
        ConcurrentBag<string> requested = [], complaints = [];
        page.Request += (_, request) => requested.Add(request.Url);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                complaints.Add(said.Text);
        };

        await page.GotoAsync("/");
        await page.GetByLabel("Token").FillAsync(LocalSettings.OperatorToken);
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GotoAsync("/hosts/compute4");
        stage.Cloud.Crash("compute4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Force down" }).ClickAsync();
        await page.Locator("#act-reason").FillAsync("seen in the rack: it is off");
        await page.Locator("#act-do").ClickAsync();

        await Expect(page.Locator("#notice")).ToContainTextAsync("compute4: forced down, confirmed by Nova", new() { Timeout = (float)Patience.Bound.TotalMilliseconds });
        await Expect(page.Locator("h1")).ToContainTextAsync("compute4: forced down");
        (await stage.IsForcedDownAsync("compute4")).Should().BeTrue();
        requested.Should().AllSatisfy(url => url.Should().StartWith(stage.Host.Client.BaseAddress.GetLeftPart(UriPartial.Authority)));
        complaints.Should().BeEmpty();
    }
}
