using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Http.Options;
using NovaFence.Http.Recording;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class RecordingTests : IDisposable
{
    private readonly WatchedClock _clock = new();
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("novafence-record-");

    private string Folder => Path.Combine(_parent.FullName, "deliveries");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task An_authentic_delivery_is_there_byte_for_byte_when_it_is_answered()
    {
        await using var app = await RecordingAsync();
        Directory.Exists(Folder).Should().BeTrue("it is made at start");
        byte[][] bodies = [Payload.Bytes("alertmanager-firing"), Payload.Bytes("pagerduty-triggered")];

        (await app.AlertmanagerAsync(bodies[0])).StatusCode.Should().Be(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await app.PagerDutyAsync(bodies[1])).StatusCode.Should().Be(HttpStatusCode.OK);

        var files = Files();
        files.Should().HaveCount(2);
        files.Select(File.ReadAllBytes).Should().BeEquivalentTo(bodies, options => options.WithStrictOrdering());
        RecordedName.TryRead(Path.GetFileName(files[0]), out var at, out var receiver).Should().BeTrue();
        receiver.Should().Be("alertmanager");
        at.Should().Be(_clock.Start);
        files.Should().AllSatisfy(file => File.ReadAllText(file).Should().NotContain(TestApp.Token));
    }

    [Fact]
    public async Task The_folder_is_its_owner_s_alone_as_the_files_are()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes of Unix");
            return;
        }

        await using var app = await RecordingAsync();
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);

        File.GetUnixFileMode(Folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Files()[0]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_folder_that_hangs_keeps_no_delivery_waiting_and_few_threads()
    {
        using var stuck = new ManualResetEventSlim();
        var opened = 0;
        var clock = new FakeTimeProvider();
        var log = new LogLines();
        using var logs = new LoggerFactory([log]);
        using var recorder = new DeliveryRecorder(Microsoft.Extensions.Options.Options.Create(new RecordOptions { Record = Folder }), clock, logs.CreateLogger<DeliveryRecorder>())
        {
            Open = _ =>
            {
                Interlocked.Increment(ref opened);
                stuck.Wait();
                throw new IOException("it hung");
            },
        };

        var recordings = Enumerable.Range(0, 3 * DeliveryRecorder.MostAtOnce).Select(_ => recorder.RecordAsync("alertmanager", new byte[] { 1 }, clock.GetUtcNow())).ToList();
        clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(recordings).WaitAsync(Patience.Bound, TestContext.Current.CancellationToken);

        Volatile.Read(ref opened).Should().BeLessThanOrEqualTo(DeliveryRecorder.MostAtOnce);
        log.All.Should().ContainSingle(line => line.Text.Contains("it took too long", StringComparison.Ordinal));
        stuck.Set();
    }

    [Fact]
    public async Task What_is_not_authentic_is_not_recorded_and_what_cannot_be_read_is()
    {
        await using var app = await RecordingAsync();
        (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"), "a-wrong-token")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Files().Should().BeEmpty();
        (await app.AlertmanagerAsync("no JSON"u8.ToArray())).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        File.ReadAllText(Files().Should().ContainSingle().Subject).Should().Be("no JSON");
    }

    [Fact]
    public async Task Deliveries_of_one_moment_do_not_become_one()
    {
        await using var app = await RecordingAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))));
        answers.Should().AllSatisfy(answer => answer.StatusCode.Should().Be(HttpStatusCode.OK));
        Files().Should().HaveCount(20);
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_once_and_fails_no_delivery()
    {
        await using var app = await RecordingAsync();
        Directory.Delete(Folder);
        for (var delivery = 0; delivery < 3; delivery++)
            (await app.AlertmanagerAsync(Payload.Bytes("alertmanager-firing"))).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Log.All.Where(line => line.Id.Id == 4200).Should().ContainSingle().Which.Text.Should().Contain("NovaFence:Record");
        app.Fencer.Deliveries.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_stops_the_start_and_names_the_key()
    {
        await File.WriteAllTextAsync(Folder, "a file stands in its place", TestContext.Current.CancellationToken);
        var start = async () => await RecordingAsync();
        (await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>()).Which.Failures.Should().ContainSingle().Which.Should().Contain("NovaFence:Record");
    }

    [Theory]
    [InlineData("20260314T015926.1234567-alertmanager.json", true, "alertmanager")]
    [InlineData("20260314T015926.1234567.json", true, null)]
    [InlineData("20260314T015926-alertmanager.json", false, null)]
    [InlineData("notes.json", false, null)]
    public void A_name_says_when_and_by_whom(string name, bool readable, string? receiver)
    {
        RecordedName.TryRead(name, out var at, out var read).Should().Be(readable);
        read.Should().Be(receiver);
        if (receiver is not null)
            RecordedName.Of(at, receiver).Should().Be(name);
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal)];

    /// <summary>Its clock stands still: a busy machine writes a file as late as it likes.</summary>
    private Task<TestApp> RecordingAsync() => TestApp.StartAsync(_clock, sandbox: false, ("NovaFence:Record", Folder));
}
