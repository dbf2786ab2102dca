using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Notify;

namespace NovaFence.Http.Tests.Notifying;

/// <summary>The signatures, as the library of those verifies them who wrote the specification.</summary>
[NeedsVariable(Folder, "the folder into which npm's standardwebhooks is installed: '.ci/run' sets it")]
public sealed class NpmSignatureTests
{
    private const string Folder = "NOVAFENCE_STANDARDWEBHOOKS";

    [Fact]
    public async Task Npms_standardwebhooks_takes_the_first_attempt_and_the_retry_by_either_secret_and_nothing_else()
    {
        await using var receiver = new ScriptedReceiver();
        // It takes nothing that is older than five minutes by its own clock.
        using var given = new Notifier(("Notify:0:Url", receiver.Url), ("Notify:0:Secrets:1", Notifier.SecondSecret)) { Clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) };
        receiver.Answers("503 Service Unavailable");
        (await given.SendAsync()).Should().BeOfType<SendResult.Failed>();
        given.Clock.Advance(TimeSpan.FromSeconds(5));
        receiver.Answers("200 OK");
        (await given.SendAsync()).Should().BeOfType<SendResult.Taken>();
        (await given.SendAsync(given.Down with { Id = "2", Text = "Größe ≥ 1 \U0001F525 \ud83d" })).Should().BeOfType<SendResult.Taken>();

        var words = await VerifyAsync(receiver.All, Notifier.Secret, Notifier.SecondSecret, "whsec_bm9uZSBvZiBvdXJzLCBvZiAyNCBieXRlcw==");

        words.Should().Equal(Enumerable.Repeat("taken taken refused changed:refused", 3));
    }

    /// <summary>For each request a word for each secret, and one for the request with another letter in it.</summary>
    private static async Task<IReadOnlyList<string>> VerifyAsync(IReadOnlyList<ScriptedReceiver.Received> requests, params IReadOnlyList<string> secrets)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Repository.PathOf("tests/NovaFence.Tests/Http/Notifying/verify.cjs")])
        {
            WorkingDirectory = Environment.GetEnvironmentVariable(Folder)!,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secrets, requests = requests.Select(request => new { headers = request.Headers, body = request.Body }) }));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.Should().Be(0);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
