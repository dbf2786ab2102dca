using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class FaultTests : SandboxTests
{
    [Fact]
    public async Task A_dropped_request_was_not_handled()
    {
        Cloud.NovaFault = new(FaultKind.Dropped);
        Func<Task> put = () => Wire.ForceDownByNameAsync("compute1", down: true);

        await put.Should().ThrowAsync<HttpRequestException>();

        Cloud.NovaFault = null;
        ((bool)(await Wire.ServiceAsync("compute1"))["forced_down"]!).Should().BeFalse();
        Cloud.Requests.ServicePuts.Should().ContainSingle().Which.Should().Match<RecordedRequest>(r => r.Status == 0 && r.Host == null);
    }

    [Fact]
    public async Task A_lost_reply_was_handled()
    {
        Cloud.OnRequest = (request, _) => new(request.Method == "PUT" ? new Fault(FaultKind.ReplyLost) : null);
        Func<Task> put = () => Wire.ForceDownByNameAsync("compute1", down: true);

        await put.Should().ThrowAsync<HttpRequestException>();

        ((bool)(await Wire.ServiceAsync("compute1"))["forced_down"]!).Should().BeTrue();
        Cloud.Requests.ServicePuts.Should().ContainSingle()
            .Which.Should().Match<RecordedRequest>(r => r.Status == 0 && r.Host == "compute1" && r.ForcedDown == true && r.RequestId != null);
    }

    [Fact]
    public async Task A_dead_database_is_500_at_nova_and_no_reply_at_keystone()
    {
        await Wire.TokenAsync(Wire.Admin);
        Cloud.NovaFault = Cloud.KeystoneFault = new(FaultKind.DatabaseDown);
        Func<Task> signIn = () => Wire.SignInAsync(Wire.Admin.Auth());

        // Known from before the database died.
        Cloud.KeystoneFault = null;
        WireReply reply = await Wire.ForceDownByNameAsync("compute1", down: true);
        Cloud.KeystoneFault = new(FaultKind.DatabaseDown);

        reply.ShouldRefuse(
            500,
            "computeFault",
            "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class 'oslo_db.exception.DBConnectionError'>");
        reply.Header("X-OpenStack-Nova-API-Version").Should().Be("2.11");
        await signIn.Should().ThrowAsync<HttpRequestException>();
    }

    [Theory]
    [InlineData(FaultKind.BadGateway, 502)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.GatewayTimeout, 504)]
    public async Task A_proxy_in_front_answers_in_html(FaultKind kind, int status)
    {
        Cloud.NovaFault = new(kind);

        WireReply reply = await Wire.ForceDownByNameAsync("compute1", down: true);

        reply.Status.Should().Be(status);
        reply.Header("Content-Type").Should().StartWith("text/html");
        Cloud.NovaFault = null;
        ((bool)(await Wire.ServiceAsync("compute1"))["forced_down"]!).Should().BeFalse();
    }

    [Fact]
    public async Task A_request_that_hangs_is_known_when_the_client_gives_up()
    {
        string token = await Wire.TokenAsync(Wire.Admin);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cloud.OnRequest = (_, _) =>
        {
            arrived.TrySetResult();
            return new(Fault.Hang);
        };
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Auth-Token", token);
        using var giveUp = new CancellationTokenSource();
        Task request = http.GetAsync(new Uri(Cloud.ComputeUrl + "/os-services"), giveUp.Token);

        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        request.IsCompleted.Should().BeFalse();
        await giveUp.CancelAsync();

        await ((Func<Task>)(() => request)).Should().ThrowAsync<OperationCanceledException>();
        await Patience.UntilAsync("the request is recorded", () => Task.FromResult(Cloud.Requests.Snapshot().Any(r => r.Status == 0)));
    }

    [Fact]
    public async Task A_cloud_that_is_switched_off_refuses_and_comes_back_where_and_as_it_was()
    {
        await Wire.ForceDownByNameAsync("compute1", down: true);
        Uri before = Cloud.ComputeUrl;

        await Cloud.DisconnectAsync();
        Func<Task> list = () => Wire.GetAsync("/os-services");
        (await list.Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError.Should().Be(HttpRequestError.ConnectionError);
        await Cloud.ConnectAsync(TestContext.Current.CancellationToken);

        Cloud.ComputeUrl.Should().Be(before);
        ((bool)(await Wire.ServiceAsync("compute1"))["forced_down"]!).Should().BeTrue();
    }
}
