using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NovaFence.Cloud.Tests.Page;

/// <summary>One window of the browser, what it has loaded, and what its console and its policy said.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;

    private Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Request += (_, request) => Requested.Add(request.Url);
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                Complaints.Add(said.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    internal IPage Page { get; }

    /// <summary>Each address that was asked for.</summary>
    internal ConcurrentBag<string> Requested { get; } = [];

    /// <summary>What the console said of errors; a violation of the policy is among them.</summary>
    internal ConcurrentBag<string> Complaints { get; } = [];

    internal ILocator Dialog => Page.Locator("dialog#act");

    internal static async Task<Window> OpenAsync(IBrowserContext context, Uri address)
    {
        var window = new Window(context, await context.NewPageAsync(), address);
        window.Page.SetDefaultTimeout((float)Patience.Bound.TotalMilliseconds);
        return window;
    }

    /// <summary>Opens the page and signs in.</summary>
    internal async Task SignInAsync(string token = RunningSandbox.OperatorToken, string name = "Ada")
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("Token").FillAsync(token);
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForSelectorAsync("#board");
    }

    internal ILocator Row(string host) => Page.Locator("#board tbody tr").Filter(new() { Has = Page.Locator($"th[scope=row]:text-is(\"{host}\"), th[scope=row] a:text-is(\"{host}\")") });

    internal ILocator Button(string host, string title) => Row(host).GetByRole(AriaRole.Button, new() { Name = title });

    /// <summary>Says why in the dialog, and confirms.</summary>
    internal async Task SayAsync(string reason)
    {
        await Dialog.Locator("textarea").FillAsync(reason);
        await Dialog.Locator("#act-do").ClickAsync();
    }

    /// <summary>What axe finds wrong, for whoever reads with ears or fingers.</summary>
    internal async Task<IReadOnlyList<string>> AccessibilityAsync() =>
        [.. (await Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}")];

    /// <summary>Nothing came from elsewhere, and nothing was complained about but what the test expects.</summary>
    internal void ShouldBeQuiet(params string[] expected)
    {
        Requested.Should().AllSatisfy(url => url.Should().StartWith(_address.GetLeftPart(UriPartial.Authority)));
        Complaints.Where(complaint => !expected.Any(one => complaint.Contains(one, StringComparison.Ordinal))).Should().BeEmpty();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
