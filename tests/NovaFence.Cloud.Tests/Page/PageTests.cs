using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NovaFence.Cloud.Tests.Page;

/// <summary>The page in a real browser.</summary>
[NeedsVariable(Browser.Variable, "the path of a Chromium, for the page; '.ci/run' sets it")]
public sealed class PageTests(Browser browser)
{
    [Fact]
    public async Task A_storm_of_five_is_understood_and_an_operator_lets_one_host_through()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("All is well");

        for (var host = 1; host <= 5; host++)
        {
            await sandbox.CrashAsync($"compute{host}");
            await sandbox.AlertAsync($"compute{host}", fenced: host != 1);
        }

        await Expect(window.Row("compute1")).ToContainTextAsync("held");
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("A person is needed");
        (await window.AccessibilityAsync()).Should().BeEmpty();

        await window.Row("compute1").GetByRole(AriaRole.Button, new() { Name = "Let through" }).ClickAsync();
        (await window.AccessibilityAsync()).Should().BeEmpty();
        await window.Dialog.Locator("textarea").FillAsync("seen in the rack: it is off");
        await window.Dialog.Locator("#act-do").ClickAsync();

        await Expect(window.Page.Locator("#notice")).ToContainTextAsync("compute1");
        await Expect(window.Row("compute1")).ToContainTextAsync("down");
        (await sandbox.HostAsync("compute1")).GetProperty("state").GetString().Should().Be("down");
        await Expect(window.Page.Locator("#board")).ToContainTextAsync("seen in the rack: it is off (by page, Ada (claimed))");
        window.ShouldBeQuiet();
    }
}
