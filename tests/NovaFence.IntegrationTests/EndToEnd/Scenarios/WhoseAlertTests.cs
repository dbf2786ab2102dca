using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Which host an alert means: cases in which the first edition took another one, as they were delivered.</summary>
public sealed class WhoseAlertTests
{
    private const string Pattern = "(?<host>compute[0-9]+)";

    [Theory]
    [InlineData("hostname", "compute9", "hostname", "instance", "unknown host")]
    [InlineData("hostname", "compute9", "host", null, "unknown host")]
    [InlineData("hostname", "compute3", "hostname", "instance", "ambiguous host")]
    public async Task Case_02_the_exporters_machine_is_not_the_watched_one(string label, string value, string first, string? second, string title)
    {
        await using var given = await BeginAsync(("Labels:0", first), ("Labels:1", second), ("Domains:0", null));
        var instance = await given.Instance();

        var reply = await instance.Post("/api/webhooks/alertmanager", Body($$"""{"{{label}}":"{{value}}","service":"nova-compute","zone":"nova","instance":"compute4:9180","job":"openstack-exporter"}"""));

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title).Should().Be((200, "held", title));
        given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Case_12_localhost_is_nobody_though_Nova_has_such_a_host()
    {
        await using var given = await BeginAsync(new SceneOptions { Hosts = ["localhost.localdomain", "compute2"] }, ("Labels:0", "instance"), ("Domains:0", "localdomain"));
        var instance = await given.Instance();

        var reply = await instance.Post("/api/webhooks/alertmanager", Body("""{"instance":"localhost:9090","job":"prometheus"}"""));

        reply.Outcome.Reason.Should().Be("unknown host: Nova lists no compute host for it ('localhost' in instance means whoever says it)");
        given.Nova.Puts.Should().BeEmpty();
        (await instance.ForceDown("localhost.localdomain", reason: "by the name that Nova has")).Outcome.State.Should().Be("down");
    }

    [Fact]
    public async Task What_is_reopened_fires_for_the_host_it_was_first_heard_for_whatever_its_text_says_by_now()
    {
        await using var given = await BeginAsync();
        var instance = await given.Instance();
        var began = given.Clock.GetUtcNow().AddMinutes(-5);
        var page = Incident.Triggered("compute2", began) with { Key = null, Title = "compute2" };
        await instance.Deliver(page);
        (await instance.Deliver(page with { EventType = "incident.resolved", OccurredAt = began.AddMinutes(1) })).Outcome.State.Should().Be("clear");

        // The unset is its service's newest change, and looks like a report for a while.
        given.Clock.Advance(TimeSpan.FromSeconds(20));
        var reopened = await instance.Deliver(page with { EventType = "incident.reopened", OccurredAt = began.AddMinutes(2), Title = "[Investigated] it is down again" });

        reopened.Outcome.Should().BeEquivalentTo(new { Host = "compute2", Verdict = "force-down", State = "down" }, reopened.Outcome.Reason);
        given.Nova.Puts.Should().OnlyContain(put => put.Host == "compute2");
        given.Nova.PutsOf("compute2").Should().Be("down up down");
    }

    [Fact]
    public async Task What_is_reopened_after_a_merge_fires_for_its_own_host_alone()
    {
        await using var given = await BeginAsync();
        var instance = await given.Instance();
        var began = given.Clock.GetUtcNow().AddMinutes(-8);
        var merged = Incident.Triggered("compute1", began) with { Id = "Q1", Key = null, Title = "compute1" };
        var survivor = Incident.Triggered("compute2", began.AddMinutes(1)) with { Id = "Q2", Key = null, Title = "compute2" };
        await instance.Deliver(merged);
        await instance.Deliver(survivor);
        await instance.Deliver(merged with { EventType = "incident.resolved", OccurredAt = began.AddMinutes(2), MergedInto = "Q2" });
        await instance.Deliver(survivor with { EventType = "incident.resolved", OccurredAt = began.AddMinutes(3) });
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        // The unset is its service's newest change, and looks like a report for a while.
        given.Clock.Advance(TimeSpan.FromSeconds(20));
        var reopened = await instance.Deliver(survivor with { EventType = "incident.reopened", OccurredAt = began.AddMinutes(4), Title = "both of them" });

        reopened.Outcome.Should().BeEquivalentTo(new { Host = "compute2", Verdict = "force-down", State = "down" }, reopened.Outcome.Reason);
        (given.Nova.PutsOf("compute1"), given.Nova.PutsOf("compute2")).Should().Be(("down up", "down up down"));
        (await given.Nova.ForcedDown()).Should().Equal("compute2");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Pattern)]
    public async Task Case_06_a_hash_is_no_host_and_the_title_names_it(string? pattern)
    {
        await using var given = await BeginAsync(("PagerDutyPattern", pattern));
        var instance = await given.Instance();

        var reply = await instance.Deliver(Incident.Triggered("compute2", given.Clock.GetUtcNow().AddMinutes(-1)) with { Key = string.Concat(Enumerable.Repeat("9c3f5a0b", 8)), Title = "compute2" });

        (reply.Outcome.Host, reply.Outcome.Verdict, reply.Outcome.State).Should().Be(("compute2", "force-down", "down"));
        (await instance.Events("compute2")).Should().Contain(happened => happened.Kind == "intent" && happened.Reason.EndsWith("named by title", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("compute4-ilo does not answer", "compute4-ilo", "unknown host")]
    [InlineData("compute4.example.net is down", "compute4.example.net", "unknown host")]
    [InlineData("compute4 and compute5 are down", "compute4 or compute5", "ambiguous host")]
    public async Task Case_08_a_longer_name_is_another_one_and_two_are_not_one(string title, string host, string reason)
    {
        await using var given = await BeginAsync(("PagerDutyPattern", Pattern));
        var instance = await given.Instance();

        var reply = await instance.Deliver(Incident.Triggered("compute4", given.Clock.GetUtcNow().AddMinutes(-1)) with { Key = null, Title = title });

        (reply.Status, reply.Outcome.Host, reply.Outcome.Verdict, reply.Outcome.Title).Should().Be((200, host, "held", reason));
        given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_sentence_ends_with_a_dot_and_the_name_before_it_is_whole()
    {
        await using var given = await BeginAsync(("PagerDutyPattern", Pattern));
        var instance = await given.Instance();

        var reply = await instance.Deliver(Incident.Triggered("compute4", given.Clock.GetUtcNow().AddMinutes(-1)) with { Key = null, Title = "No power on compute4." });

        reply.Outcome.Host.Should().Be("compute4");
        (await given.Nova.ForcedDown()).Should().Equal("compute4");
    }

    private static string Body(string labels) =>
        $$"""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"HostDown",{{labels[1..]}},"startsAt":"{{Minute0:O}}","endsAt":"0001-01-01T00:00:00Z"}]}""";

    private static Task<Scene> BeginAsync(params (string Key, string? Value)[] hosts) => BeginAsync(new SceneOptions(), hosts);

    private static Task<Scene> BeginAsync(SceneOptions options, params (string Key, string? Value)[] hosts) => Scene.BeginAsync(
        options with { Settings = hosts.Where(one => one.Value is not null).ToDictionary(one => $"NovaFence:Hosts:{one.Key}", one => one.Value) });
}
