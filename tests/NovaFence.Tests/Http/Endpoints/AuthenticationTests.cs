using System.Globalization;
using System.Text;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Endpoints;

/// <summary>Ways to show a token or a signature, on a socket: only the right one, in the right place, once, lets anybody in.</summary>
public sealed class AuthenticationTests
{
    private const string Operator = TestApp.Operator;
    private const string Alertmanager = TestApp.Token;

    private static readonly string Encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(Operator));
    private static readonly string UserAndPassword = Convert.ToBase64String(Encoding.ASCII.GetBytes($"operator:{Operator}"));

    public static TheoryData<string> Wrong() =>
    [
        // The token of nobody, or almost somebody's.
        "", "Authorization:", "Authorization: ", "Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer x",
        $"Authorization: Bearer {Operator}x", $"Authorization: Bearer x{Operator}", $"Authorization: Bearer {Operator[..^1]}", $"Authorization: Bearer {Operator[1..]}",
        $"Authorization: Bearer {Operator.ToUpperInvariant()}", $"Authorization: Bearer {Operator.Replace('-', '_')}", $"Authorization: Bearer {Operator}{Operator}",
        $"Authorization: Bearer {Encoded}", $"Authorization: Bearer {Uri.EscapeDataString(Operator + "=")}", $"Authorization: Bearer \"{Operator}\"", $"Authorization: Bearer '{Operator}'",
        $"Authorization: Bearer {Operator},", $"Authorization: Bearer {Operator};", $"Authorization: Bearer {Operator}, Bearer {Operator}", $"Authorization: Bearer {Operator} {Operator}",
        $"Authorization: Bearer {Operator} x", $"Authorization: Bearer x {Operator}", $"Authorization: Bearer: {Operator}", $"Authorization: Bearer={Operator}", $"Authorization: Bearer,{Operator}",
        "Authorization: Bearer null", "Authorization: Bearer undefined", "Authorization: Bearer *", "Authorization: Bearer %", $"Authorization: Bearer {Operator}%00", $"Authorization: Bearer {Operator}\u00a0",
        // Another scheme.
        $"Authorization: {Operator}", $"Authorization: Token {Operator}", $"Authorization: Basic {Encoded}", $"Authorization: Basic {UserAndPassword}", $"Authorization: Digest {Operator}",
        $"Authorization: Negotiate {Operator}", $"Authorization: Bearer{Operator}", $"Authorization: Bear {Operator}", $"Authorization: Bearers {Operator}", $"Authorization: ApiKey {Operator}",
        $"Authorization: token=\"{Operator}\"", $"Authorization: Bearer token={Operator}", $"Authorization: Bearer realm=\"x\", token=\"{Operator}\"",
        // Another place.
        $"Proxy-Authorization: Bearer {Operator}", $"X-Authorization: Bearer {Operator}", $"X-Forwarded-Authorization: Bearer {Operator}", $"X-Original-Authorization: Bearer {Operator}",
        $"X-Api-Key: {Operator}", $"X-Auth-Token: {Operator}", $"X-Functions-Key: {Operator}", $"Cookie: Authorization=Bearer {Operator}", $"Cookie: token={Operator}", $"Authentication: Bearer {Operator}",
        $"Authorisation: Bearer {Operator}", $"X-MS-CLIENT-PRINCIPAL: {Encoded}", $"WWW-Authenticate: Bearer {Operator}",
        // Twice: a proxy in front may have looked at the other one.
        $"Authorization: Bearer {Operator}\r\nAuthorization: Bearer {Operator}", $"Authorization: Bearer {Operator}\r\nAuthorization: Bearer x", $"Authorization: Bearer x\r\nAuthorization: Bearer {Operator}",
        $"Authorization: Basic x\r\nAuthorization: Bearer {Operator}", $"authorization: Bearer {Operator}\r\nAUTHORIZATION: Bearer {Operator}",
        // Somebody else's.
        $"Authorization: Bearer {TestApp.Token}", $"Authorization: Bearer {TestApp.GrafanaToken}", $"Authorization: Bearer {TestApp.Secret}",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Nothing_else_lets_an_operator_in(string header)
    {
        await using var app = await TestApp.StartAsync();

        (await StatusAsync(app, "PUT", "/api/hosts/compute1/force-down", header)).Should().BeOneOf(400, 401, 403);
        (await StatusAsync(app, "GET", "/api/hosts", header, body: "")).Should().BeOneOf(400, 401, 403);
        app.Fencer.WasReached.Should().BeFalse();
    }

    public static TheoryData<string> Queries() =>
        ["access_token", "token", "bearer", "authorization", "Authorization", "api_key", "apikey", "key", "code", "auth", "operator", "sig"];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task No_token_is_taken_from_the_address(string name)
    {
        await using var app = await TestApp.StartAsync();
        foreach (var value in (string[])[Operator, $"Bearer%20{Operator}"])
            (await StatusAsync(app, "PUT", $"/api/hosts/compute1/force-down?{name}={value}", "")).Should().Be(401);
        (await StatusAsync(app, "POST", $"/api/webhooks/alertmanager?{name}={Alertmanager}", "", """{"version":"4","alerts":[]}""")).Should().Be(401);
        (await StatusAsync(app, "GET", $"/api/hosts?{name}={Operator}", "", body: "")).Should().Be(401);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("Bearer ")]
    [InlineData(" Bearer")]
    public async Task The_scheme_s_case_and_blanks_around_the_token_do_not_count(string scheme)
    {
        await using var app = await TestApp.StartAsync();
        (await StatusAsync(app, "GET", "/api/hosts", $"Authorization: {scheme} {Operator} ", body: "")).Should().Be(200);
        (await StatusAsync(app, "PUT", "/api/hosts/compute1/force-down", $"aUTHORIZATION: {scheme} {Operator}")).Should().NotBe(401);
        app.Fencer.WasReached.Should().BeTrue();
    }

    [Fact]
    public async Task What_a_client_says_of_Azure_s_host_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var header in (string[])
        [
            "x-ms-invocation-id: 00000000-0000-0000-0000-000000000001", "x-ms-invocation-id: x", "x-ms-invocation-id:", "x-ms-functions-invocation-id: 1", "x-ms-request-id: 1",
            "x-ms-invocation-id: 1\r\nx-ms-invocation-id: 2",
        ])
        {
            (await StatusAsync(app, "PUT", "/api/hosts/compute1/force-down", header)).Should().Be(401);
            (await StatusAsync(app, "GET", "/api/hosts", $"{header}\r\nAuthorization: Bearer {Operator}", body: "")).Should().Be(200);
        }
    }

    private static async Task<int> StatusAsync(TestApp app, string method, string path, string header, string body = """{"forced_down":true,"reason":"to try"}""")
    {
        using var connection = await RawConnection.OpenAsync(app);
        var head = header.Length == 0 ? "" : header + "\r\n";
        await connection.SendAsync(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}Content-Type: application/json\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
        var line = await connection.FirstLineAsync();
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
