using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>--server URL</c>: an operator needs a token and nothing else, and whatever goes wrong is one line that says what to do.</summary>
public sealed class ServerOptionTests : IDisposable
{
    private const string Secret = "operators-token-0123456789";

    private readonly Surroundings _surroundings = new();

    public ServerOptionTests() => _surroundings.Variables["NOVAFENCE_TOKEN"] = Secret;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    public static TheoryData<string> NoUrls => new(
        "http://novafence.example.org", "http://10.0.0.1:7071", "ftp://127.0.0.1", "novafence.example.org", "https://user:password@example.org", "https://example.org/?a=b", "https://example.org/#a", "http://localhost.example.org", "/api", "http://127.0.0.1.example.org");

    [Theory]
    [MemberData(nameof(NoUrls))]
    public async Task A_url_that_the_token_must_not_travel_to_is_not_understood(string url)
    {
        var ended = await Novafence.RunAsync(_surroundings, "hosts", "--server", url);

        ended.ExitCode.Should().Be(2, ended.Error);
        ended.Error.Should().Contain("--server takes the URL of a NovaFence").And.NotContain("password");
    }

    [Theory]
    [InlineData("--config a.json --server https://example.org", "leave one out")]
    [InlineData("--ca a.pem", "--server https://")]
    [InlineData("--ca a.pem --server http://127.0.0.1", "--server https://")]
    public async Task Options_that_contradict_each_other_are_not_understood(string options, string told)
    {
        var ended = await Novafence.RunAsync(_surroundings, ["hosts", .. options.Split(' ')]);

        ended.ExitCode.Should().Be(2, ended.Error);
        ended.Error.Should().Contain(told);
    }

    [Theory]
    [InlineData(null, "export NOVAFENCE_TOKEN")]
    [InlineData("", "export NOVAFENCE_TOKEN")]
    [InlineData("two words", "the token alone")]
    [InlineData("line\n", "the token alone")]
    public async Task Without_a_token_it_says_where_to_put_one(string? token, string told)
    {
        if (token is null)
            _surroundings.Variables.Remove("NOVAFENCE_TOKEN");
        else
            _surroundings.Variables["NOVAFENCE_TOKEN"] = token;

        await RefusedAsync(["hosts", "--server", "https://127.0.0.1:1"], told);
    }

    public static TheoryData<int, string, string, string> WrongAnswers => new()
    {
        { 401, "application/problem+json", """{"type":"urn:novafence:problem:not-authentic","title":"Not authentic","status":401,"detail":"Send …"}""", "does not take the token in NOVAFENCE_TOKEN" },
        { 403, "application/problem+json", """{"type":"urn:novafence:problem:closed","title":"Not open to you","status":403,"detail":"A reader's token may not command: an operator's token is needed."}""", "an operator's token is needed" },
        { 404, "application/problem+json", """{"type":"urn:novafence:problem:no-such-path","title":"No such path","status":404,"detail":"…"}""", "older than this novafence" },
        { 404, "application/problem+json", """{"type":"urn:novafence:problem:unknown-host","title":"Unknown host","status":404,"detail":"Neither Nova nor the ledger knows a compute host of this name; the nearest is 'compute1'."}""", "the nearest is 'compute1'" },
        { 503, "application/problem+json", """{"type":"urn:novafence:problem:unavailable","title":"Not now","status":503,"detail":"the ledger is locked"}""", "try again: the ledger is locked" },
        { 500, "application/problem+json", """{"type":"about:blank","title":"x","status":500,"detail":"y"}""", "no answer of a NovaFence" },
        { 200, "text/html", "<html>Sign in</html>", "answered 200 with text/html, which is no answer of a NovaFence" },
        { 502, "text/html", "<html>Bad gateway</html>", "answered 502 with text/html" },
        { 200, "application/json", """{"hello":"world"}""", "JSON that this novafence cannot read" },
        { 200, "application/json", "{", "JSON that this novafence cannot read" },
        { 200, "application/json", """{"hosts":[{"host":"a","state":"on fire"}]}""", "JSON that this novafence cannot read" },
        { 200, "application/json", """{"hosts":null}""", "JSON that this novafence cannot read" },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task A_wrong_answer_is_one_line_that_says_what_to_do(int status, string mediaType, string body, string told)
    {
        await using var server = await FakeServer.StartAsync(status, mediaType, body);

        await RefusedAsync(["hosts", "--server", server.Url], told);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await FakeServer.StartAsync(200, "application/json", """{"hosts":[]}""");
        await using var server = await FakeServer.StartAsync(302, "text/html", "", ("Location", other.Url + "/api/hosts"));

        await RefusedAsync(["hosts", "--server", server.Url], "it is not followed, because the token would go with it");
        other.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_server_sends_back_of_the_token_is_not_printed()
    {
        await using var server = await FakeServer.StartAsync(409, "application/problem+json", $$"""{"type":"urn:novafence:problem:not-done","title":"x","status":409,"detail":"you sent Bearer {{Secret}}"}""");

        await RefusedAsync(["hosts", "--server", server.Url], "you sent Bearer …");
    }

    [Fact]
    public async Task Nobody_who_listens_is_told() =>
        await RefusedAsync(["hosts", "--server", $"http://127.0.0.1:{Ports.Free()}"], "see whether the server runs, and listens there");

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told() =>
        await RefusedAsync(["hosts", "--server", "https://no-such-host.invalid"], "does not resolve");

    [Fact]
    public async Task A_server_that_breaks_off_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            (await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: Token)).Should().BePositive();
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{\"hosts\":["), Token);
        }, Token);

        await RefusedAsync(["force-down", "compute1", "--server", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"], "may be done all the same");
        await serving;
    }

    [Fact]
    public async Task A_certificate_is_trusted_by_the_file_after_ca_alone()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(_surroundings.File("ca.pem"), certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(_surroundings.File("empty.pem"), "nothing", Token);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = ServeTlsAsync(listener, certificate, stop.Token);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await RefusedAsync(["hosts", "--server", $"https://localhost:{port}"], "name that authority's file with --ca FILE");
        await RefusedAsync(["hosts", "--server", $"https://127.0.0.1:{port}", "--ca", "ca.pem"], "for another name");
        await RefusedAsync(["hosts", "--server", $"https://localhost:{port}", "--ca", "empty.pem"], "holds no certificate in PEM");
        await RefusedAsync(["hosts", "--server", $"https://localhost:{port}", "--ca", "none.pem"], "none.pem");
        var ended = await Novafence.RunAsync(_surroundings, "hosts", "--server", $"https://localhost:{port}", "--ca", "ca.pem", "--json");
        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Json["hosts"]!.AsArray().Should().BeEmpty();
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task What_is_asked_is_what_was_typed()
    {
        await using var server = await FakeServer.StartAsync(200, "application/json", """{"hosts":[],"events":[],"pauses":[]}""");

        await Novafence.RunAsync(_surroundings, "hosts", "--state", "held", "--server", server.Url + "/behind/a/proxy/");
        await Novafence.RunAsync(_surroundings, "events", "a/b?c", "--since", "1h", "--verdict", "held", "--limit", "7", "--server", server.Url);
        await Novafence.RunAsync(_surroundings, "resume", "--storm", "--server", server.Url);
        await Novafence.RunAsync(_surroundings, "resume", "--host", "compute1", "--server", server.Url);

        server.Asked.Should().OnlyContain(asked => asked.Authorization == $"Bearer {Secret}");
        server.Asked.Select(asked => $"{asked.Method} {asked.Path}").Should().Equal(
            "GET /behind/a/proxy/api/hosts?state=held",
            "GET /api/events?host=a%2Fb%3Fc&since=1h&verdict=held&limit=7",
            "DELETE /api/pause?storm=true",
            "DELETE /api/pause?host=compute1");
    }

    [Theory]
    [InlineData("recorded", 202, 4)]
    [InlineData("held", 409, 3)]
    [InlineData("failed", 404, 1)]
    [InlineData("force-down", 200, 0)]
    public async Task An_operators_word_ends_as_it_does_directly(string verdict, int status, int code)
    {
        await using var server = await FakeServer.StartAsync(status, "application/json", $$"""{"outcomes":[{"fingerprint":"","host":"compute1","verdict":"{{verdict}}","reason":"why","state":"clear","elapsed_ms":3}]}""");

        var ended = await Novafence.RunAsync(_surroundings, "force-down", "compute1", "--reason", "dead", "--server", server.Url);

        ended.ExitCode.Should().Be(code, ended.Error);
        if (code == 4)
            ended.Error.Should().Contain("NOT DONE YET").And.Contain($"To call it off: novafence force-down compute1 --unset --server {server.Url}/");
    }

    [Theory]
    [InlineData("", """{"outcomes":[]}""")]
    [InlineData("--json", """{"outcomes":[]}""")]
    [InlineData("", """{"outcomes":[{"fingerprint":"","host":"compute1","verdict":"unset","reason":"why","state":"clear","elapsed_ms":3}]}""")]
    public async Task An_operators_word_without_an_outcome_of_its_own_is_refused(string json, string answer)
    {
        await using var server = await FakeServer.StartAsync(200, "application/json", answer);
        string[] command = ["force-down", "compute1", "--server", server.Url];
        await RefusedAsync(json.Length == 0 ? command : [.. command, json], $"see with 'novafence hosts --server {server.Url}/' whether it was done");
    }

    private async Task RefusedAsync(string[] command, string told)
    {
        var ended = await Novafence.RunAsync(_surroundings, command);

        ended.ExitCode.Should().Be(1, "it said {0}{1}", ended.Output, ended.Error);
        ended.Output.Should().BeEmpty();
        ended.Error.Should().StartWith("novafence: ").And.Contain(told).And.NotContain(Secret);
        ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
    }

    private static async Task ServeTlsAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                (await tls.ReadAtLeastAsync(new byte[8192], 1, cancellationToken: stop)).Should().BePositive();
                await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"hosts\":[]}"u8.ToArray(), stop);
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The client did not like the certificate, or the test is over.
            }
        }
    }
}
