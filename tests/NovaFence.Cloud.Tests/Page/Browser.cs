using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(NovaFence.Cloud.Tests.Page.Browser))]

namespace NovaFence.Cloud.Tests.Page;

/// <summary>Debian's Chromium, headless, for all tests of the page; started by the first that asks.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>The variable that says where it is.</summary>
    public const string Variable = "NOVAFENCE_CHROMIUM";

    private readonly SemaphoreSlim _one = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A window of its own: nobody is signed in, and what it loads and says is kept.</summary>
    internal async Task<Window> OpenAsync(Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // What is expected comes with a refresh, and those are as far apart as the five seconds that Playwright waits unless told otherwise.
            Assertions.SetDefaultExpectTimeout((float)Patience.Bound.TotalMilliseconds);
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable(Variable),
                // As root Chromium has no sandbox of its own.
                Args = ["--no-sandbox", "--disable-gpu"],
            });
        }
        finally
        {
            _one.Release();
        }

        var context = await _browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, BaseURL = address.ToString() });
        return await Window.OpenAsync(context, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _one.Dispose();
    }
}
