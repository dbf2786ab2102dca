using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class SecretsStaySecretTests
{
    [Fact]
    public async Task No_secret_and_no_token_that_was_tried_is_in_a_log_or_an_answer()
    {
        await using var app = await TestApp.StartAsync();
        app.Cloud.Readiness = _ => throw new InvalidOperationException("a defect");
        const string tried = "a-token-that-was-tried";
        var body = Payload.Bytes("pagerduty-triggered");
        HttpResponseMessage[] responses =
        [
            await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing")),
            await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), tried),
            await app.AlertmanagerAsync("{"u8.ToArray()),
            await app.PagerDutyAsync(body),
            await app.PagerDutyAsync(body, Sending.Signature(body, tried)),
            await app.GrafanaAsync(body, Sending.Hex(body, tried)),
            await app.GrafanaAsync(body, Sending.Hex(body), token: tried),
            await app.GetAsync("/api/hosts"),
            await app.GetAsync("/api/hosts", tried),
            await app.GetAsync("/api/health/ready", TestApp.Operator),
            await app.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", TestApp.Reader, Sending.Json("{}")),
            await app.SendAsync(HttpMethod.Put, "/api/hosts/compute1/force-down", TestApp.Operator, Sending.Json("{}")),
        ];

        string[] secrets =
        [
            tried, TestApp.Token, TestApp.SecondToken, TestApp.Secret, TestApp.SecondSecret, TestApp.Operator, TestApp.Reader,
            TestApp.GrafanaToken, TestApp.GrafanaSecret, TestApp.SecondGrafanaSecret, Sending.Hex(body), Sending.Hex(body, tried),
            Sending.Signature(body)[3..], Sending.Signature(body, tried)[3..],
        ];
        var said = new List<string>(app.Log.All.Select(line => line.Text));
        foreach (var response in responses)
            said.Add($"{response.Headers}{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        said.Should().HaveCountGreaterThan(responses.Length);
        said.Should().AllSatisfy(text => text.Should().NotContainAny(secrets));
    }
}
