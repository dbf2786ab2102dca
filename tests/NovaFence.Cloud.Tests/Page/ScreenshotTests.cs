using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NovaFence.Cloud.Tests.Page;

/// <summary>The pictures in docs/: a storm of five of which two are held, light, dark and narrow.</summary>
[NeedsVariable(Browser.Variable, "the path of a Chromium, for the page; '.ci/run' sets it")]
[NeedsVariable("NOVAFENCE_SCREENSHOTS", "the folder for the pictures of docs/")]
public sealed class ScreenshotTests(Browser browser)
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("NOVAFENCE_SCREENSHOTS") ?? "";

    [Fact]
    public async Task Three_are_down_and_two_are_held()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        for (var host = 1; host <= 5; host++)
        {
            await sandbox.CrashAsync($"compute{host}");
            await sandbox.AlertAsync($"compute{host}", fenced: host is not 2);
        }

        foreach (var (name, scheme, width) in ((string, ColorScheme, int)[])[("light", ColorScheme.Light, 1280), ("dark", ColorScheme.Dark, 1280), ("narrow", ColorScheme.Light, 360)])
        {
            await using var window = await browser.OpenAsync(sandbox.Address, scheme, width);
            await window.SignInAsync();
            await Expect(window.Row("compute2")).ToContainTextAsync("held");
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"page-{name}.png") });
            await window.Page.GotoAsync("/hosts/compute1");
            await window.Page.WaitForSelectorAsync("svg.timeline");
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"page-host-{name}.png"), FullPage = true });
            await window.Page.GotoAsync("/");
            await window.Row("compute2").GetByRole(AriaRole.Button, new() { Name = "Let through" }).ClickAsync();
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"page-dialog-{name}.png") });
        }
    }
}
