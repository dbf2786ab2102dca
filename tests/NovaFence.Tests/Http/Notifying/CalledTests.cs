using System.Diagnostics;
using System.Net;
using System.Text;
using NovaFence.Core.Notify;

namespace NovaFence.Http.Tests.Notifying;

/// <summary>Receivers that are slow, away, or lie; and what is never called.</summary>
public sealed class CalledTests
{
    [Theory]
    [InlineData("200 OK")]
    [InlineData("202 Accepted")]
    [InlineData("204 No Content")]
    public async Task Any_status_of_success_is_success(string status)
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answers(status);

        (await given.SendAsync()).Should().BeOfType<SendResult.Taken>();
        receiver.All.Should().ContainSingle().Which.Line.Should().Be("POST /hooks/5eCret-path HTTP/1.1");
    }

    [Theory]
    [InlineData("400 Bad Request", "it answered 400")]
    [InlineData("401 Unauthorized", "it answered 401")]
    [InlineData("404 Not Found", "it answered 404")]
    [InlineData("500 Internal Server Error", "it answered 500")]
    [InlineData("302 Found", "it answered 302, a redirect, which is not followed")]
    [InlineData("307 Temporary Redirect", "it answered 307, a redirect, which is not followed")]
    public async Task Another_one_is_none_and_what_is_said_with_it_is_shown_nowhere(string status, string why)
    {
        await using var receiver = new ScriptedReceiver();
        await using var elsewhere = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answers(status, $"Location: {elsewhere.Url}\r\n", "words of whoever it is");

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Failed(why));
        elsewhere.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Gone_is_gone()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answers("410 Gone", body: "words of whoever it is");

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Unsubscribed("it answered 410"));
    }

    [Theory]
    [InlineData("Retry-After: 42\r\n", 42)]
    [InlineData("Retry-After: Sat, 14 Mar 2026 02:12:07 GMT\r\n", 60)]
    [InlineData("Retry-After: Sat, 14 Mar 2026 02:10:07 GMT\r\n", null)]
    [InlineData("Retry-After: soon\r\n", null)]
    public async Task It_may_say_when_it_is_to_be_tried_again(string header, int? seconds)
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answers("429 Too Many Requests", header);

        (await given.SendAsync()).Should().BeOfType<SendResult.Failed>().Which.RetryAfter.Should().Be(seconds is { } after ? TimeSpan.FromSeconds(after) : null);
    }

    [Fact]
    public async Task One_that_says_nothing_is_given_up_after_ten_seconds()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan);
        };

        var sending = given.SendAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        given.Clock.Advance(TimeSpan.FromSeconds(9.9));
        sending.IsCompleted.Should().BeFalse();
        given.Clock.Advance(TimeSpan.FromSeconds(0.2));

        (await sending).Should().BeEquivalentTo(new SendResult.Failed("no answer within 10 s"));
    }

    [Fact]
    public async Task A_megabyte_in_answer_is_not_read()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        var written = 0;
        receiver.Answer = async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n"));
            var part = new byte[64 * 1024];
            while (written < 67108864)
            {
                await stream.WriteAsync(part);
                written += part.Length;
            }
        };

        (await given.SendAsync()).Should().BeOfType<SendResult.Taken>();
        await receiver.DisposeAsync();

        // Only what the sockets between hold is written: the rest meets a closed connection.
        written.Should().BeLessThan(32 * 1024 * 1024);
    }

    [Fact]
    public async Task One_whose_body_never_ends_keeps_nobody_waiting()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan);
        };

        var sending = given.SendAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            given.Clock.Advance(TimeSpan.FromSeconds(0.5));
            await Task.WhenAny(sending, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        (await sending).Should().BeOfType<SendResult.Taken>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a secret and no HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 200")]
    public async Task One_that_closes_or_talks_nonsense_has_not_taken_it(string said)
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answer = (_, stream) => stream.WriteAsync(Encoding.ASCII.GetBytes(said)).AsTask();

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Failed("it gave no whole answer"));
    }

    [Fact]
    public async Task A_head_without_end_is_not_read()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url));
        receiver.Answer = async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n"));
            for (var header = 0; header < 10_000; header++)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant($"X-{header}: {new string('x', 1000)}\r\n")));
        };

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Failed("it gave no whole answer"));
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_tried_again()
    {
        var receiver = new ScriptedReceiver();
        var url = receiver.Url;
        await receiver.DisposeAsync();
        using var given = new Notifier(("Notify:0:Url", url));

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Failed("no connection: ConnectionRefused"));
    }

    [Theory]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("127.0.0.1", "this machine's")]
    [InlineData("::1", "this machine's")]
    public async Task A_name_that_leads_there_when_it_is_called_is_not_called(string address, string why)
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", FormattableString.Invariant($"https://ops.example.org:{receiver.Port}/hooks/5eCret-path")));
        // When the configuration was read, and at first, it was somebody else's.
        given.Names.Known["ops.example.org"] = [IPAddress.Parse(address)];

        (await given.SendAsync()).Should().BeOfType<SendResult.Failed>().Which.Why.Should().Contain("ops.example.org").And.Contain(why).And.NotContain("5eCret");
        receiver.All.Should().BeEmpty();
        given.Names.Asked.Should().Be(1);
    }

    [Theory]
    [InlineData("https://169.254.169.254/hook")]
    [InlineData("https://[::ffff:169.254.169.254]/hook")]
    [InlineData("https://2852039166/hook")]
    [InlineData("https://0xa9fea9fe/hook")]
    [InlineData("https://0251.0376.0251.0376/hook")]
    [InlineData("https://[fd00:ec2::254]/hook")]
    public async Task Such_an_address_itself_is_not_called_either(string url)
    {
        using var given = new Notifier(("Notify:0:Url", url));

        (await given.SendAsync()).Should().BeOfType<SendResult.Failed>().Which.Why.Should().EndWith("is not called");
    }

    [Fact]
    public async Task Of_several_addresses_one_that_may_be_called_is()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", FormattableString.Invariant($"http://localhost:{receiver.Port}/")));
        given.Names.Known["localhost"] = [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("203.0.113.7"), IPAddress.Loopback];

        (await given.SendAsync()).Should().BeOfType<SendResult.Taken>();
    }

    [Fact]
    public async Task This_machine_by_name_is_nothing_else()
    {
        using var given = new Notifier(("Notify:0:Url", "http://localhost:1/"));
        given.Names.Known["localhost"] = [IPAddress.Parse("203.0.113.7")];

        (await given.SendAsync()).Should().BeOfType<SendResult.Failed>().Which.Why.Should().Contain("not this machine's");
    }

    [Fact]
    public async Task A_name_without_an_address_is_said_so()
    {
        using var given = new Notifier(("Notify:0:Url", "https://nobody.example.org/"));

        (await given.SendAsync()).Should().BeEquivalentTo(new SendResult.Failed("its name does not resolve"));
    }

    [Fact]
    public async Task The_url_stands_in_no_log_result_or_trace()
    {
        await using var receiver = new ScriptedReceiver();
        using var given = new Notifier(("Notify:0:Url", receiver.Url), ("Notify:0:Format", "slack"), ("Notify:0:Secrets:0", null));
        var traced = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.AddRange(activity.TagObjects.Select(tag => $"{tag.Value}")),
        };
        ActivitySource.AddActivityListener(listener);
        receiver.Answers("302 Found", $"Location: {receiver.Url}\r\n", receiver.Url);

        var results = new List<SendResult> { await given.SendAsync() };
        receiver.Answer = (_, stream) => stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {receiver.Url}\r\n\r\n")).AsTask();
        results.Add(await given.SendAsync());
        await receiver.DisposeAsync();
        results.Add(await given.SendAsync());

        results.Select(result => result.ToString()).Concat(given.Log.All.Select(line => line.Text)).Concat(traced).Append(given.Sender.Receivers[0].ToString())
            .Should().NotContain(text => text.Contains("5eCret")).And.HaveCountGreaterThan(3);
        given.Sender.Receivers[0].Description.Should().Be(FormattableString.Invariant($"Slack's format to http://127.0.0.1:{receiver.Port}"));
    }
}
