using System.Net;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The page as the deployed worker gives it, through a host's routing.</summary>
public sealed class PageTests(Stage stage) : IClassFixture<Stage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_signs_in_looks_and_forces_a_host_down()
    {
        using var browser = new HttpClient { BaseAddress = stage.Host.Client.BaseAddress };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        (await browser.GetStringAsync("/", Token)).Should().Contain("Sign in").And.NotContain("compute1");
        using var signIn = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = LocalSettings.OperatorToken, ["name"] = "Ada" });
        using var signedIn = await browser.PostAsync("/page/sign-in", signIn, Token);
        signedIn.RequestMessage!.RequestUri!.AbsolutePath.Should().Be("/", await signedIn.Content.ReadAsStringAsync(Token));

        var page = await browser.GetStringAsync("/hosts/compute3", Token);
        foreach (var file in page.Split('"').Where(static part => part.StartsWith("/page/assets/", StringComparison.Ordinal)))
            (await browser.GetAsync(file, Token)).StatusCode.Should().Be(HttpStatusCode.OK, file);
        stage.Cloud.Crash("compute3");
        var button = page.Split("<button").Single(static text => text.Contains("data-action=\"force-down\"", StringComparison.Ordinal));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["action"] = "force-down",
            ["host"] = "compute3",
            ["version"] = Value(button, "data-version"),
            ["token"] = Value(button, "data-token"),
            ["key"] = "k",
            ["reason"] = "it is off",
            ["here"] = "/page/hosts/compute3",
        });
        using var done = await browser.PostAsync("/page/act", form, Token);

        done.StatusCode.Should().Be(HttpStatusCode.OK, await done.Content.ReadAsStringAsync(Token));
        done.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none'");
        (await stage.IsForcedDownAsync("compute3")).Should().BeTrue();
        using var fleet = await browser.GetAsync("/page/fleet", Token);
        (await fleet.Content.ReadAsStringAsync(Token)).Should().Contain("it is off (by page, Ada (claimed))");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/page/fleet") { Headers = { { "If-None-Match", fleet.Headers.ETag!.ToString() } } };
        (await browser.SendAsync(again, Token)).StatusCode.Should().BeOneOf(HttpStatusCode.NotModified, HttpStatusCode.OK);
    }

    private static string Value(string button, string name) => button.Split($"{name}=\"")[1].Split('"')[0];
}
