using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core;
using NovaFence.Core.Audit;
using NovaFence.Http.Announcing;
using static NovaFence.Http.Tests.Announcing.Announcer;

namespace NovaFence.Http.Tests.Announcing;

public sealed class AnnouncementsTests
{
    private const int NotTold = 4300;

    [Fact]
    public async Task Each_member_of_a_cluster_is_told_itself_below_its_own_path()
    {
        using var given = new Announcer(("Urls:0", Url), ("Urls:1", SecondUrl));

        await given.TellAsync([Foreign("compute1")]);

        given.Alertmanagers.All.Select(request => request.Line).Should().BeEquivalentTo(
            "POST http://alertmanager.example.org:9093/api/v2/alerts", "POST https://monitoring.example.org/alertmanager/api/v2/alerts");
        given.Alertmanagers.All.Select(request => request.Body).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task The_body_is_json_of_a_known_length()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([Foreign("compute1")]);

        given.Alertmanagers.Only.Should().BeEquivalentTo(new { ContentType = "application/json", ContentLength = (long?)given.Alertmanagers.Only.Body.Length, Authorization = (object?)null });
    }

    [Fact]
    public async Task A_token_is_sent_where_there_is_one()
    {
        using var given = new Announcer(("Urls:0", Url), ("Token", Token));

        await given.TellAsync([Foreign("compute1")]);

        given.Alertmanagers.Only.Authorization!.ToString().Should().Be($"Bearer {Token}");
    }

    [Fact]
    public async Task Nothing_is_sent_where_there_is_nothing_to_say()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([]);

        given.Alertmanagers.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_where_nobody_is_to_be_told()
    {
        using var given = new Announcer();

        await given.TellAsync([Foreign("compute1")], [Foreign("compute2")]);

        given.Alertmanagers.All.Should().BeEmpty();
        given.Log.All.Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_five_hundred_go_in_several_requests()
    {
        using var given = new Announcer(("Urls:0", Url));

        await given.TellAsync([.. Enumerable.Range(1, 700).Select(number => Foreign(FormattableString.Invariant($"node{number}")))], [.. Enumerable.Range(701, 400).Select(number => Foreign(FormattableString.Invariant($"node{number}")))]);

        given.Alertmanagers.All.Select(request => request.Alerts.Count).Should().Equal(500, 500, 100);
        given.Alertmanagers.All.SelectMany(request => request.Alerts).Select(alert => (string?)alert!["labels"]!["host"]).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_refusal_is_a_warning_with_the_address_and_the_status_and_nothing_of_what_was_said(HttpStatusCode status)
    {
        using var given = new Announcer(("Urls:0", Url));
        given.Alertmanagers.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("\"invalid label set\nhere\"") });

        await given.TellAsync([Foreign("compute1")], [Foreign("compute2")]);

        var (level, id, text) = given.Log.All.Should().ContainSingle().Subject;
        (level, id.Id).Should().Be((LogLevel.Warning, NotTold));
        text.Should().Contain("http://alertmanager.example.org:9093/api/v2/alerts").And.Contain("1 open and 1 cleared").And.Contain($"it answered {(int)status}").And.NotContain("invalid label");
    }

    [Fact]
    public async Task One_that_is_away_or_fails_in_a_way_nobody_thought_of_does_not_keep_the_other_from_being_told()
    {
        foreach (var (failure, said) in ((Exception, string)[])[(new HttpRequestException("it said a secret"), "it gave no whole answer"), (new InvalidOperationException("a secret"), "it failed: InvalidOperationException")])
        {
            using var given = new Announcer(("Urls:0", Url), ("Urls:1", SecondUrl));
            given.Alertmanagers.Answer = (request, _) => request.RequestUri!.Host == "alertmanager.example.org" ? throw failure : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

            await given.TellAsync([Foreign("compute1")]);

            given.Log.All.Where(line => line.Level == LogLevel.Warning).Should().ContainSingle().Which.Text.Should().Contain(said).And.NotContain("secret").And.Contain("alertmanager.example.org");
            given.Log.All.Should().Contain(line => line.Level == LogLevel.Debug && line.Text.StartsWith("https://monitoring.example.org/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_audit_waits_for_all_of_them_together_no_longer_than_the_timeout()
    {
        using var given = new Announcer(("Urls:0", Url), ("Urls:1", SecondUrl), ("Timeout", "00:00:03"));
        var asked = new CountdownEvent(2);
        given.Alertmanagers.Answer = async (_, stop) =>
        {
            asked.Signal();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            throw new InvalidOperationException("it was not stopped");
        };

        var told = given.TellAsync([Foreign("compute1")]);
        asked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).Should().BeTrue("both are asked at once");
        given.Clock.Advance(TimeSpan.FromSeconds(2.9));
        told.IsCompleted.Should().BeFalse();
        given.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await told.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        given.Log.All.Should().HaveCount(2).And.OnlyContain(line => line.Id.Id == NotTold && line.Text.Contains("no answer within 3 s"));
    }

    [Fact]
    public async Task An_audit_that_is_called_off_is_called_off_here_too()
    {
        using var given = new Announcer(("Urls:0", Url));
        using var stop = new CancellationTokenSource();
        given.Alertmanagers.Answer = async (_, stopped) =>
        {
            await stop.CancelAsync();
            stopped.ThrowIfCancellationRequested();
            throw new InvalidOperationException("it was not stopped");
        };

        await given.Invoking(announcer => announcer.TellAsync([Foreign("compute1")], null, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        given.Log.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_token_is_in_no_log_even_where_a_proxy_shows_it()
    {
        using var given = new Announcer(("Urls:0", Url), ("Urls:1", SecondUrl), ("Token", Token));
        given.Alertmanagers.Answer = (request, _) => request.RequestUri!.Host == "alertmanager.example.org"
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent($"you sent {request.Headers.Authorization}") })
            : throw new HttpRequestException("Connection refused");

        await given.TellAsync([Foreign("compute1")]);

        given.Log.All.Should().HaveCount(2).And.OnlyContain(line => line.Id.Id == NotTold && !line.Text.Contains(Token)).And.Contain(line => line.Text.Contains("502"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_takes_the_place_of_nobody_is_told_whichever_is_registered_first(bool coreFirst)
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        _ = coreFirst ? services.AddNovaFenceCore(configuration).AddNovaFenceHttp(configuration) : services.AddNovaFenceHttp(configuration).AddNovaFenceCore(configuration);

        services.Should().ContainSingle(service => service.ServiceType == typeof(IAnnouncements)).Which.ImplementationType.Should().Be<AlertmanagerAnnouncements>();
    }
}
