using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NovaFence.Cloud.Tests.Page;

/// <summary>The page in a real browser, on a sandbox.</summary>
[NeedsVariable(Browser.Variable, "the path of a Chromium, for the page; '.ci/run' sets it")]
public sealed class PageTests(Browser browser)
{
    /// <summary>Chromium says this of each answer that is no success.</summary>
    private const string Refused = "the server responded with a status of";

    [Fact]
    public async Task A_storm_of_five_is_understood_and_an_operator_lets_one_host_through()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("All is well");

        await StormAsync(sandbox);

        await Expect(window.Row("compute1")).ToContainTextAsync("held");
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("A person is needed");
        (await window.AccessibilityAsync()).Should().BeEmpty();

        await window.Button("compute1", "Let through").ClickAsync();
        (await window.AccessibilityAsync()).Should().BeEmpty();
        await window.SayAsync("seen in the rack: it is off");

        await Expect(window.Page.Locator("#notice")).ToContainTextAsync("compute1");
        await Expect(window.Row("compute1")).ToContainTextAsync("down");
        await Expect(window.Dialog).ToBeHiddenAsync();
        (await sandbox.HostAsync("compute1")).GetProperty("state").GetString().Should().Be("down");
        await Expect(window.Page.Locator("#board")).ToContainTextAsync("seen in the rack: it is off (by page, Ada (claimed))");
        window.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_half_typed_reason_survives_three_refreshes_and_a_change_of_the_host_is_asked_about_again()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CrashAsync("compute1");
        await sandbox.AlertAsync("compute1", fenced: false);
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();

        await window.Button("compute1", "Let through").ClickAsync();
        await window.Dialog.Locator("textarea").FillAsync("half of a rea");
        for (var refreshes = 0; refreshes < 3; refreshes++)
            await window.Page.WaitForResponseAsync(response => response.Url.Contains("/page/fleet", StringComparison.Ordinal));
        await Expect(window.Dialog.Locator("textarea")).ToHaveValueAsync("half of a rea");
        await Expect(window.Dialog.Locator("textarea")).ToBeFocusedAsync();

        // Another operator has paused the host when it is said: what was shown is not what is so.
        await sandbox.PauseAsync("compute1");
        await window.Dialog.Locator("#act-do").ClickAsync();
        await Expect(window.Dialog.Locator("#act-error")).ToContainTextAsync("changed since");
        await Expect(window.Row("compute1")).ToContainTextAsync("paused");
        (await window.AccessibilityAsync()).Should().BeEmpty();
        (await sandbox.HostAsync("compute1")).GetProperty("state").GetString().Should().Be("clear");

        await window.Dialog.Locator("#act-do").ClickAsync();
        await Expect(window.Row("compute1")).ToContainTextAsync("down");
        window.ShouldBeQuiet(Refused);
    }

    [Fact]
    public async Task What_an_alert_says_stays_text()
    {
        await using var sandbox = await RunningSandbox.StartAsync("""{"NovaFence":{"Routes":[{"Name":"any","Receiver":"alertmanager","Match":["*"],"Evidence":"label:fenced=\"true\""}]}}""");
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();
        await sandbox.CrashAsync("compute1");
        await sandbox.AlertAsync("compute1", fenced: false, name: "<img src=x onerror=alert(1)><script>alert(2)</script>", link: "javascript:alert(3)");
        await sandbox.AlertAsync("compute1", fenced: false, name: "right \u202E to left \u2066 and \u0007", link: "https://user:secret@prometheus.example.org/graph");
        await sandbox.AlertAsync("<b>compute2</b>", fenced: true, name: new string('x', 4096));

        await Expect(window.Row("compute1")).ToContainTextAsync("<img src=x onerror=alert(1)><script>");
        await Expect(window.Page.Locator("#board")).ToContainTextAsync("<b>compute2</b>");
        (await window.Page.Locator("#board img, #board script, #board b, #board iframe").CountAsync()).Should().Be(0);
        (await window.Page.Locator("#board a[href^=javascript]").CountAsync()).Should().Be(0);
        var text = await window.Page.Locator("#board").InnerTextAsync();
        text.Should().NotContainAny("\u202E", "\u2066", "\u0007", "secret", new string('x', 200));
        await window.Page.GotoAsync("/hosts/compute1");
        await Expect(window.Page.Locator("svg.timeline").First).ToBeVisibleAsync();
        (await window.AccessibilityAsync()).Should().BeEmpty();
        window.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_session_is_kept_on_a_second_instance_and_over_a_restart()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();

        Uri address;
        await using (var another = await RunningServer.StartAsync(sandbox.Configuration))
        {
            // Cookies of a host are sent to each of its ports.
            address = another.Address;
            await window.Page.GotoAsync(address.ToString());
            await Expect(window.Page.Locator("#board")).ToBeVisibleAsync();
        }

        await using (await RunningServer.StartAsync(sandbox.Configuration, address.Port))
        {
            await Expect(window.Page.Locator("#board")).ToBeVisibleAsync();
            await window.Page.ReloadAsync();
            await Expect(window.Page.Locator("#board")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task It_is_used_with_the_keyboard_alone()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var window = await browser.OpenAsync(sandbox.Address);
        await window.SignInAsync();
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("All is well");

        var pause = window.Page.GetByRole(AriaRole.Button, new() { Name = "Pause everything" });
        for (var tabs = 0; tabs < 20 && !await pause.EvaluateAsync<bool>("button => button === document.activeElement"); tabs++)
            await window.Page.Keyboard.PressAsync("Tab");
        await Expect(pause).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Dialog).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Dialog).ToBeHiddenAsync();
        await Expect(pause).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.TypeAsync("network works tonight");
        for (var tabs = 0; tabs < 2; tabs++)
            await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Page.Locator("#board .paused")).ToContainTextAsync("paused until");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Resume everything" })).ToBeVisibleAsync();
        window.ShouldBeQuiet();
    }

    [Fact]
    public async Task On_a_telephone_nothing_runs_off_the_edge_and_in_the_dark_it_can_be_read()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await StormAsync(sandbox);
        await using var window = await browser.OpenAsync(sandbox.Address, ColorScheme.Dark, width: 360, height: 740);
        await window.SignInAsync();
        foreach (var path in (string[])["/", "/hosts/compute1"])
        {
            await window.Page.GotoAsync(path);
            (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(360, path);
            (await window.AccessibilityAsync()).Should().BeEmpty();
        }

        window.ShouldBeQuiet();
    }

    [Fact]
    public async Task When_the_server_is_gone_the_page_keeps_what_it_shows()
    {
        await using var window = await OnceAsync();
        await window.Page.WaitForRequestAsync(request => request.Url.Contains("/page/fleet", StringComparison.Ordinal));
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("All is well");
        await Expect(window.Page.Locator("#notice")).ToContainTextAsync("does not answer");

        // The sandbox ends with this method, and the window stays.
        async Task<Window> OnceAsync()
        {
            await using var sandbox = await RunningSandbox.StartAsync();
            var opened = await browser.OpenAsync(sandbox.Address);
            await opened.SignInAsync();
            await Expect(opened.Page.Locator("h1")).ToContainTextAsync("All is well");
            return opened;
        }
    }

    /// <summary>Five hosts crash and alert, one of them without evidence.</summary>
    private static async Task StormAsync(RunningSandbox sandbox)
    {
        for (var host = 1; host <= 5; host++)
        {
            await sandbox.CrashAsync($"compute{host}");
            await sandbox.AlertAsync($"compute{host}", fenced: host != 1);
        }
    }
}
