using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NovaFence.Core.Alerts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

/// <summary>Whatever is posted, over the real pipeline: 200 or 4xx comes back, and only a valid authentic delivery reaches the fencer.</summary>
[Thorough]
public sealed class ArbitraryInputTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(Zabbix.Signed);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Arbitrary_bytes_reach_nothing() => Check(ArbitraryBodies.Bytes, 200, async body =>
    {
        await AlertmanagerAnswersAsync(body, 400);
        await GrafanaAnswersAsync(body, 400);
        await GenericRefusesAsync(body);
        await PagerDutyAnswersAsync(body, 200);
        await StrangersAreRefusedAsync(body);
        return !_app.Fencer.WasReached;
    });

    [Fact]
    public void Arbitrary_json_reaches_nothing() => Check(ArbitraryBodies.Json, 300, async body =>
    {
        await AlertmanagerAnswersAsync(body, 400);
        await GrafanaAnswersAsync(body, 400);
        await GenericRefusesAsync(body);
        await PagerDutyAnswersAsync(body, 200);
        await StrangersAreRefusedAsync(body);
        return !_app.Fencer.WasReached;
    });

    [Fact]
    public void A_delivery_of_Alertmanager_s_with_one_thing_changed_is_taken_whole_or_refused_whole() =>
        Check(ArbitraryBodies.Changed("alertmanager-mixed-group"), 500, async body =>
        {
            _app.Fencer.Deliveries.Clear();
            var status = (int)(await _app.AlertmanagerAsync(body)).StatusCode;
            await StrangersAreRefusedAsync(body);
            var sound = _app.Fencer.Deliveries.All(delivery => delivery.All(alert => IsSound(alert) && alert.At > DateTimeOffset.MinValue));
            var alerts = AlertsIn(body);
            return status switch
            {
                // What was acted on is every alert the body holds.
                200 => sound && _app.Fencer.Deliveries.Sum(delivery => delivery.Count) == alerts,
                >= 400 and < 500 => _app.Fencer.Deliveries.IsEmpty,
                _ => false,
            };
        });

    [Theory]
    [InlineData("grafana-datasource", AlertStatus.Firing)]
    [InlineData("grafana-missing-series", AlertStatus.Resolved)]
    public void A_delivery_of_Grafana_s_with_one_thing_changed_is_taken_whole_or_refused_whole(string payload, AlertStatus status)
    {
        var blind = 0;
        Check(ArbitraryBodies.Changed(payload), 500, async body =>
        {
            _app.Fencer.Deliveries.Clear();
            var answered = (int)(await _app.GrafanaAsync(body, Sending.Hex(body))).StatusCode;
            await StrangersAreRefusedAsync(body);
            var taken = _app.Fencer.Deliveries.SelectMany(delivery => delivery).ToList();
            blind += taken.Count(alert => alert.Status == status && (alert.FiresBlind || alert.EndsBlind));
            return answered switch
            {
                200 => taken.TrueForAll(alert => IsSound(alert) && IsBlindWhereItHasToBe(alert)) && taken.Count == AlertsIn(body),
                >= 400 and < 500 => taken.Count == 0,
                _ => false,
            };
        });
        blind.Should().BePositive("else nothing was shown of them");
    }

    [Fact]
    public void A_delivery_of_a_generic_sender_with_one_thing_changed_is_taken_whole_or_refused_whole() =>
        Check(ArbitraryBodies.Changed("zabbix-problem"), 500, async body =>
        {
            _app.Fencer.Deliveries.Clear();
            var status = (int)(await _app.ZabbixAsync(body)).StatusCode;
            await StrangersAreRefusedAsync(body);
            var taken = _app.Fencer.Deliveries.SelectMany(delivery => delivery).ToList();
            return status switch
            {
                200 => taken.TrueForAll(alert => IsSound(alert) && !string.IsNullOrWhiteSpace(alert.NamedHost)) && taken.Count == WordsIn(body, "1", "0"),
                >= 400 and < 500 => taken.Count == 0,
                _ => false,
            };
        });

    [Fact]
    public void An_event_of_PagerDuty_s_with_one_thing_changed_is_always_answered_200() =>
        Check(ArbitraryBodies.Changed("pagerduty-triggered"), 500, async body =>
        {
            _app.Fencer.Deliveries.Clear();
            await PagerDutyAnswersAsync(body, 200);
            var taken = _app.Fencer.Deliveries.ToList();
            await StrangersAreRefusedAsync(body);
            return taken.Count <= 1 && taken.All(delivery => delivery.Count == 1 && IsSound(delivery[0])) && _app.Fencer.Deliveries.Count == taken.Count;
        });

    [Fact]
    public void Arbitrary_commands_reach_nothing() => Check(ArbitraryBodies.Json, 200, async body =>
    {
        var response = await _app.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", TestApp.Operator, Sending.Json(body));
        await response.ProblemAsync(400, "unreadable");
        return !_app.Fencer.WasReached;
    });

    private static void Check(Gen<byte[]> bodies, int times, Func<byte[], Task<bool>> holds) =>
        Prop.ForAll(bodies.ToArbitrary(), body => holds(body).ConfigureAwait(false).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Thorough.Of(times / 5, times)));

    private static bool IsSound(AlertEvent alert) =>
        alert.Fingerprint.Length is > 0 and <= AlertEvent.MaxFingerprintLength
        && alert.Fingerprint.All(letter => letter is >= ' ' and <= '~')
        && alert.At.Offset == TimeSpan.Zero
        && alert.Labels.Values.All(value => value is not null)
        && alert.Annotations.Values.All(value => value is not null);

    private static bool IsBlindWhereItHasToBe(AlertEvent alert)
    {
        var saysNothing = alert.Labels.GetValueOrDefault("alertname") is "DatasourceError" or "DatasourceNoData"
            || !string.IsNullOrWhiteSpace(alert.Annotations.GetValueOrDefault("grafana_state_reason"));
        return (alert.FiresBlind, alert.EndsBlind) == (saysNothing && alert.Status == AlertStatus.Firing, saysNothing && alert.Status == AlertStatus.Resolved);
    }

    /// <summary>How many alerts an accepted body holds, by another reader than ours.</summary>
    private static int AlertsIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("alerts").GetArrayLength();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return -1;
        }
    }

    /// <summary>How many alerts of the generic sender's have one of these words, by another reader than ours.</summary>
    private static int WordsIn(byte[] body, params string[] words)
    {
        using var document = JsonDocument.Parse(body);
        var alerts = document.RootElement.GetProperty("alerts");
        var items = alerts.ValueKind == JsonValueKind.Array ? alerts.EnumerateArray().ToList() : [alerts];
        return items.Count(item => item.GetProperty("event").GetProperty("value") is var word && words.Contains(word.ValueKind == JsonValueKind.String ? word.GetString() : word.GetRawText(), StringComparer.Ordinal));
    }

    private async Task AlertmanagerAnswersAsync(byte[] body, int expected)
    {
        using var response = await _app.AlertmanagerAsync(body);
        ((int)response.StatusCode).Should().Be(expected, "this was sent: {0}", Convert.ToBase64String(body));
    }

    private async Task GrafanaAnswersAsync(byte[] body, int expected)
    {
        using var response = await _app.GrafanaAsync(body, Sending.Hex(body));
        ((int)response.StatusCode).Should().Be(expected, "this was sent: {0}", Convert.ToBase64String(body));
    }

    /// <summary>But for a list of no alerts, which is one.</summary>
    private async Task GenericRefusesAsync(byte[] body)
    {
        using var response = await _app.ZabbixAsync(body);
        if ((int)response.StatusCode != 200 || AlertsIn(body) != 0)
            ((int)response.StatusCode).Should().Be(400, "this was sent: {0}", Convert.ToBase64String(body));
    }

    private async Task PagerDutyAnswersAsync(byte[] body, int expected)
    {
        using var response = await _app.PagerDutyAsync(body);
        ((int)response.StatusCode).Should().Be(expected, "this was sent: {0}", Convert.ToBase64String(body));
    }

    private async Task StrangersAreRefusedAsync(byte[] body)
    {
        var before = _app.Fencer.Deliveries.Count;
        using var alertmanager = await _app.AlertmanagerAsync(body, "a-wrong-token");
        using var grafana = await _app.GrafanaAsync(body, Sending.Hex(body, "a-wrong-secret"));
        using var generic = await _app.ZabbixAsync(body, Sending.Hex(body, "a-wrong-secret"));
        using var pagerDuty = await _app.PagerDutyAsync(body, Sending.Signature(body, "a-wrong-secret"));
        ((int)alertmanager.StatusCode).Should().Be(401);
        ((int)grafana.StatusCode).Should().Be(401);
        ((int)generic.StatusCode).Should().Be(401);
        ((int)pagerDuty.StatusCode).Should().Be(401);
        _app.Fencer.Deliveries.Count.Should().Be(before);
    }
}
