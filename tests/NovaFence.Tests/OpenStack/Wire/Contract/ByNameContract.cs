namespace NovaFence.OpenStack.Tests.Wire.Contract;

public abstract class ByNameContract(WireCloud cloud) : WireContract(cloud)
{
    private const string Path = "/os-services/force-down";

    [Theory]
    [InlineData("2.11")]
    [InlineData("2.52")]
    public async Task Forcing_down_echoes_the_request_and_so_does_repeating_it(string version)
    {
        for (int time = 0; time < 2; time++)
        {
            (await Cloud.ForceDownByNameAsync(Cloud.Host, down: true, version))
                .ShouldBe(200, $$$"""{"service":{"host":"{{{Cloud.Host}}}","binary":"nova-compute","forced_down":true} }""");
        }

        ((string?)(await Cloud.ServiceAsync(Cloud.Host))["state"]).Should().Be("down");
    }

    [Fact]
    public async Task A_disable_by_name_takes_the_reason_before_it_away_and_so_does_an_enable()
    {
        // Forced down, or Nova would call the host each time.
        await Cloud.ForceDownByNameAsync(Cloud.Host, down: true);
        string body = $$"""{"binary":"nova-compute","host":"{{Cloud.Host}}"}""";
        string reasoned = $$"""{"binary":"nova-compute","host":"{{Cloud.Host}}","disabled_reason":"a disk"}""";
        var rows = new List<(string?, string?)>();

        foreach ((string action, string sent) in new[] { ("disable-log-reason", reasoned), ("disable", body), ("disable-log-reason", reasoned), ("enable", body) })
        {
            (await Cloud.PutAsync("/os-services/" + action, sent, "2.11")).Status.Should().Be(200);
            System.Text.Json.Nodes.JsonNode row = await Cloud.ServiceAsync(Cloud.Host);
            rows.Add(((string?)row["status"], (string?)row["disabled_reason"]));
        }

        rows.Should().Equal(("disabled", "a disk"), ("disabled", null), ("disabled", "a disk"), ("enabled", null));
    }

    [Fact]
    public async Task The_name_is_found_in_any_case_and_echoed_as_it_was_spelled()
    {
        string shouted = Cloud.Host.ToUpperInvariant();

        (await Cloud.ForceDownByNameAsync(shouted, down: true))
            .ShouldBe(200, $$$"""{"service":{"host":"{{{shouted}}}","binary":"nova-compute","forced_down":true} }""");

        ((bool)(await Cloud.ServiceAsync(Cloud.Host))["forced_down"]!).Should().BeTrue();
    }

    [Fact]
    public async Task The_own_project_id_may_stand_in_the_path() =>
        (await Cloud.PutAsync($"/{Cloud.ProjectId}{Path}", Body(), "2.11")).Status.Should().Be(200);

    [Fact]
    public async Task Another_project_id_in_the_path_is_400() =>
        (await Cloud.PutAsync($"/99943e9e83ac4c7f8679bb05eb91c23c{Path}", Body(), "2.11")).ShouldRefuse(
            400,
            "badRequest",
            $"Malformed request URL: URL's project_id '99943e9e83ac4c7f8679bb05eb91c23c' doesn't match Context's project_id '{Cloud.ProjectId}'");

    [Theory]
    [InlineData("2.53")]
    [InlineData("latest")]
    public async Task From_2_53_it_is_refused(string version) => (await Cloud.PutAsync(Path, Body(), version))
        .ShouldRefuse(400, "badRequest", "Additional properties are not allowed ('binary', 'host' were unexpected)");

    [Theory]
    [InlineData("2.10")]
    [InlineData("")]
    public async Task Below_2_11_it_is_refused(string version) => (await Cloud.PutAsync(Path, Body(), version))
        .ShouldRefuse(400, "badRequest", "Additional properties are not allowed ('forced_down' was unexpected)");

    [Fact]
    public async Task An_unknown_host_is_404() =>
        (await Cloud.ForceDownByNameAsync("nosuch", down: true)).ShouldRefuse(404, "itemNotFound", "Host 'nosuch' is not mapped to any cell");

    [Theory]
    [InlineData("bad host!", "Value: bad host!. 'bad host!' does not match '^[a-zA-Z0-9-._]*$'")]
    [InlineData("it's", "Value: it's. \"it's\" does not match '^[a-zA-Z0-9-._]*$'")]
    [InlineData("", "Value: . '' is too short")]
    public async Task A_host_that_can_be_none_is_400(string host, string message) => (await Cloud.ForceDownByNameAsync(host, down: true))
        .ShouldRefuse(400, "badRequest", "Invalid input for field/attribute host. " + message);

    [Fact]
    public async Task A_host_of_300_characters_is_400()
    {
        string host = new('a', 300);

        (await Cloud.ForceDownByNameAsync(host, down: true))
            .ShouldRefuse(400, "badRequest", $"Invalid input for field/attribute host. Value: {host}. '{host}' is too long");
    }

    [Theory]
    [InlineData("nova-scheduler", "controller")]
    [InlineData("nova-banana", "compute1")]
    public async Task Only_nova_compute_can_be_updated(string binary, string host) =>
        (await Cloud.PutAsync(Path, $$"""{"binary":"{{binary}}","host":"{{host}}","forced_down":true}""", "2.11"))
            .ShouldRefuse(400, "badRequest", $"Updating a {binary} service is not supported. Only nova-compute services can be updated.");

    [Theory]
    [InlineData("""{"binary":"nova-compute","host":"h"}""", "Missing forced_down field")]
    [InlineData("""{"host":"h","forced_down":true}""", "'binary' is a required property")]
    [InlineData("""{"binary":"nova-compute","forced_down":true}""", "'host' is a required property")]
    [InlineData("""{"binary":"nova-compute","host":"h","forced_down":true,"extra":1}""", "Additional properties are not allowed ('extra' was unexpected)")]
    [InlineData("""{"binary":7,"host":"h","forced_down":true}""", "Invalid input for field/attribute binary. Value: 7. 7 is not of type 'string'")]
    [InlineData("""{"binary":"nova-compute",""", "Malformed request body")]
    [InlineData("[]", "[] is not of type 'object'")]
    [InlineData("12.50", "12.5 is not of type 'object'")]
    [InlineData("\"text\"", "'text' is not of type 'object'")]
    [InlineData("", "None is not of type 'object'")]
    public async Task A_body_that_is_not_right_is_400(string body, string message) =>
        (await Cloud.PutAsync(Path, body, "2.11")).ShouldRefuse(400, "badRequest", message);

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("\"True\"")]
    [InlineData("\"on\"")]
    [InlineData("\"yes\"")]
    [InlineData("\"1\"")]
    public async Task Some_words_pass_for_true(string value) =>
        ((bool)(await Cloud.PutAsync(Path, Body(value), "2.11")).Json["service"]!["forced_down"]!).Should().BeTrue();

    [Theory]
    [InlineData("1", "1. 1 is not of type 'boolean', 'string'")]
    [InlineData("null", "None. None is not of type 'boolean', 'string'")]
    [InlineData("""[1,"a",{"b":false}]""", "[1, 'a', {'b': False}]. [1, 'a', {'b': False}] is not of type 'boolean', 'string'")]
    public async Task Other_things_do_not(string value, string message) => (await Cloud.PutAsync(Path, Body(value), "2.11"))
        .ShouldRefuse(400, "badRequest", "Invalid input for field/attribute forced_down. Value: " + message);

    [Theory]
    [InlineData("text/plain", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/xml", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    public async Task Some_media_types_are_read(string contentType, int status)
    {
        WireReply reply = await Cloud.SendAsync(
            HttpMethod.Put,
            Cloud.ComputeUrl + Path,
            Body(),
            contentType,
            ("X-Auth-Token", await Cloud.TokenAsync(Cloud.Admin)),
            ("X-OpenStack-Nova-API-Version", "2.11"));

        reply.Status.Should().Be(status);
        if (status == 415)
            reply.ShouldRefuse(415, "badMediaType", "Unsupported Content-Type");
    }

    [Theory]
    [InlineData("")]
    [InlineData("gAAAAABwrongtoken")]
    public async Task No_token_and_a_bad_one_are_401(string token)
    {
        WireReply reply = await Cloud.ForceDownByNameAsync(Cloud.Host, down: true, token: token);

        reply.ShouldBe(401, """{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}""");
        reply.Header("WWW-Authenticate").Should().Be($"Keystone uri=\"{Cloud.AuthUrl.ToString()[..^3]}\"");
    }

    [Fact]
    public async Task Who_is_not_admin_is_403() => (await Cloud.ForceDownByNameAsync(Cloud.Host, down: true, token: await Cloud.TokenAsync(Cloud.Demo)))
        .ShouldRefuse(403, "forbidden", "Policy doesn't allow os_compute_api:os-services:update to be performed.");

    [Fact]
    public async Task Who_is_not_admin_is_told_of_a_bad_body_first() =>
        (await Cloud.PutAsync(Path, "{}", "2.11", await Cloud.TokenAsync(Cloud.Demo))).ShouldRefuse(400, "badRequest", "'host' is a required property");

    [Fact]
    public async Task An_unknown_action_is_404() =>
        (await Cloud.PutAsync("/os-services/bogus", Body(), "2.11")).ShouldRefuse(404, "itemNotFound", "Unknown action");

    private string Body(string forcedDown = "true") => $$"""{"binary":"nova-compute","host":"{{Cloud.Host}}","forced_down":{{forcedDown}}}""";
}
