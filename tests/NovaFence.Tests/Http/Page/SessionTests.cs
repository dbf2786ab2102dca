using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Page;

/// <summary>Who may see the page, for how long, and what a cookie is worth.</summary>
public sealed class SessionTests
{
    private static readonly (string, string?) LongReader = ("NovaFence:Access:ReaderTokens:0", "reader-token-of-more-than-32-characters");

    [Theory]
    [InlineData("/")]
    [InlineData("/hosts/compute1")]
    [InlineData("/page/fleet")]
    [InlineData("/page/hosts/compute1")]
    public async Task Before_signing_in_it_says_nothing_but_the_name(string path)
    {
        await using var app = await TestApp.StartAsync();
        app.Directory.Hosts.Add(new HostView { Host = "compute1" });
        using var visitor = new PageVisitor(app);

        var text = await visitor.TextAsync(path);

        text.Should().Contain("NovaFence").And.NotContain("compute").And.NotContain("well").And.NotContain("htmx").And.NotContain("0.2.0").And.NotContain("sandbox");
    }

    [Fact]
    public async Task Over_https_the_cookie_is_this_hosts_alone_and_no_script_reads_it()
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = new PageVisitor(app);

        using var answer = await visitor.SignInAsync(TestApp.Operator, "Ada", request => request.Headers.Add("X-Forwarded-Proto", "https"));

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        answer.Headers.Location.Should().Be("/");
        answer.Headers.GetValues("Set-Cookie").Single().Should().StartWith("__Host-novafence=").And.Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=lax").And.Contain("; path=/").And.NotContain("domain");
    }

    [Fact]
    public async Task Over_plain_HTTP_a_session_is_given_on_loopback_only()
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = new PageVisitor(app);

        using var elsewhere = await visitor.SignInAsync(TestApp.Operator, "Ada", request => request.Headers.Host = "fence.example.org");
        using var here = await visitor.SignInAsync(TestApp.Operator, "Ada");

        elsewhere.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        elsewhere.Headers.Contains("Set-Cookie").Should().BeFalse();
        here.Headers.GetValues("Set-Cookie").Single().Should().StartWith("novafence=").And.Contain("; httponly").And.NotContain("; secure");
    }

    [Fact]
    public async Task A_cookie_holds_on_every_instance_with_that_token_until_it_is_removed()
    {
        await using var app = await TestApp.StartAsync();
        await using var another = await TestApp.StartAsync(("NovaFence:Access:OperatorTokens:0", "another-operator-token-of-32-chars!"), ("NovaFence:Access:OperatorTokens:1", TestApp.Operator));
        await using var without = await TestApp.StartAsync(("NovaFence:Access:OperatorTokens:0", "another-operator-token-of-32-chars!"));
        using var visitor = await PageVisitor.SignedInAsync(app);
        using var there = new PageVisitor(another) { Cookie = visitor.Cookie };
        using var gone = new PageVisitor(without) { Cookie = visitor.Cookie };

        (await there.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await gone.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_ends_when_it_said_that_it_would()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(clock, false, ("NovaFence:Access:SessionLifetime", "01:00:00"));
        using var visitor = await PageVisitor.SignedInAsync(app);

        clock.Advance(TimeSpan.FromMinutes(59));
        (await visitor.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await visitor.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_reader_cannot_make_himself_an_operator()
    {
        await using var app = await TestApp.StartAsync(LongReader);
        app.Directory.Hosts.Add(new HostView { Host = "compute1" });
        using var visitor = await PageVisitor.SignedInAsync(app, LongReader.Item2!);
        (await visitor.TextAsync("/page/fleet")).Should().NotContain("<button");
        (await visitor.ActAsync(new() { ["action"] = "force-down", ["host"] = "compute1", ["version"] = "", ["token"] = "x", ["key"] = "k", ["reason"] = "r" })).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        var (name, value) = (visitor.Cookie!.Split('=')[0], visitor.Cookie.Split('=')[1]);
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(value.Split('.')[0]));
        var raised = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace("reader", "operator", StringComparison.Ordinal)));
        visitor.Cookie = $"{name}={raised}.{value.Split('.')[1]}";

        (await visitor.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_token_that_is_too_short_opens_nothing_by_a_cookie_that_was_made_elsewhere_either()
    {
        (string, string?) shortOne = ("NovaFence:Access:OperatorTokens:0", "short-operator-token");
        // The sandbox takes any.
        await using var sandbox = await TestApp.StartAsync(TimeProvider.System, sandbox: true, shortOne);
        await using var app = await TestApp.StartAsync(shortOne);
        using var visitor = await PageVisitor.SignedInAsync(sandbox, shortOne.Item2!);
        (await visitor.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var there = new PageVisitor(app) { Cookie = visitor.Cookie };

        (await there.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("!!!.???")]
    public async Task What_is_no_cookie_of_ours_is_none(string value)
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = new PageVisitor(app) { Cookie = $"novafence={value}" };
        (await visitor.GetAsync("/page/fleet")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("reader-token-1", "Ada", "fewer than 32 characters")]
    [InlineData("no-token-that-anybody-has-configured", "Ada", "no reader&#x27;s and no operator&#x27;s")]
    [InlineData(TestApp.Operator, "  ", "Say who you are")]
    public async Task What_does_not_open_the_page_is_told(string token, string name, string told)
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = new PageVisitor(app);

        using var answer = await visitor.SignInAsync(token, name);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain(told).And.NotContain(token);
        string.Join(" ", app.Log.All.Select(line => line.Text)).Should().NotContain(token);
    }

    [Fact]
    public async Task After_five_tries_within_a_minute_not_even_the_right_token_is_looked_at_whatever_address_is_claimed()
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = new PageVisitor(app);
        for (var tries = 0; tries < 5; tries++)
            (await visitor.SignInAsync("no-token-that-anybody-has-configured", "Eve")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var answer = await visitor.SignInAsync(TestApp.Operator, "Eve", request => request.Headers.Add("X-Forwarded-For", "203.0.113.9"));

        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromMinutes(1));
        answer.Headers.Contains("Set-Cookie").Should().BeFalse();
    }

    [Fact]
    public async Task Behind_a_proxy_that_writes_IPv4_addresses_as_IPv6_one_client_s_tries_are_not_another_s()
    {
        await using var app = await TestApp.StartAsync(("NovaFence:Connections:Proxies:0", "::ffff:127.0.0.1"));
        using var visitor = new PageVisitor(app);
        for (var tries = 0; tries < 6; tries++)
            (await FromAsync("no-token-that-anybody-has-configured", "::ffff:203.0.113.9")).Should().Be(tries < 5 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests);

        (await FromAsync(TestApp.Operator, "203.0.113.9")).Should().Be(HttpStatusCode.TooManyRequests, "it is the same address");
        (await FromAsync(TestApp.Operator, "::ffff:198.51.100.7")).Should().Be(HttpStatusCode.SeeOther);

        async Task<HttpStatusCode> FromAsync(string token, string client)
        {
            using var answer = await visitor.SignInAsync(token, "Eve", request => request.Headers.Add("X-Forwarded-For", $"192.0.2.1, {client}"));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_back()
    {
        await using var app = await TestApp.StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var token = (await visitor.TextAsync("/")).Split("name=\"token\" value=\"")[1].Split('"')[0];

        using var foreign = await visitor.PostAsync("/page/sign-out", new() { ["token"] = "guessed" });
        using var answer = await visitor.PostAsync("/page/sign-out", new() { ["token"] = token });

        foreign.Headers.Contains("Set-Cookie").Should().BeFalse();
        answer.Headers.GetValues("Set-Cookie").Single().Should().StartWith("novafence=;").And.Contain("max-age=0");
    }
}
