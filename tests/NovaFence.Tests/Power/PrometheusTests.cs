using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Power;

namespace NovaFence.Power.Tests;

/// <summary>What raw samples say.</summary>
public sealed partial class PrometheusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(ScriptedReceiver? prometheus, params (string Key, string Value)[] more) => new ServiceCollection().AddLogging().AddNovaFencePower(new ConfigurationBuilder()
        .AddInMemoryCollection([
            .. prometheus is null ? [] : (KeyValuePair<string, string?>[])[new("NovaFence:Evidence:Prometheus:Url", $"http://127.0.0.1:{prometheus.Port}/prom/")],
            .. more.Select(one => KeyValuePair.Create($"NovaFence:Evidence:Prometheus:{one.Key}", (string?)one.Value)),
        ]).Build()).BuildServiceProvider();

    private static SampleCondition IsZero => SampleCondition.TryParse("up{instance=\"{host}\"} == 0", out var condition, out var problem) ? condition : throw new InvalidOperationException(problem);

    /// <summary>A series of samples, each so many seconds old: <see cref="Now(string)"/> says when.</summary>
    private static string Series(params (double Age, string Value)[] samples) =>
        $$"""{"metric": {}, "values": [{{string.Join(',', samples.Select(one => string.Create(CultureInfo.InvariantCulture, $"[AGE({one.Age}), \"{one.Value}\"]")))}}]}""";

    /// <summary>Tests are listed long before they run.</summary>
    private static string Now(string body) => Now(body, DateTimeOffset.UtcNow);

    private static string Now(string body, DateTimeOffset now) => Age().Replace(body, age =>
        (now.AddSeconds(-double.Parse(age.Groups["age"].Value, CultureInfo.InvariantCulture)).ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"AGE\((?<age>[-0-9.]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Age();

    private static string Matrix(params string[] series) => $$$"""{"status": "success", "data": {"resultType": "matrix", "result": [{{{string.Join(',', series)}}}]}}""";

    public static TheoryData<string, string, bool?> Answers => new()
    {
        { "two", Matrix(Series((15, "0"), (1, "0"))), true },
        { "in no order", Matrix(Series((1, "0"), (15, "0"))), true },
        { "two series", Matrix(Series((15, "0"), (1, "0")), Series((20, "0"), (5, "-0"))), true },
        { "none", Matrix(), false },
        { "one sample", Matrix(Series((1, "0"))), false },
        { "one sample, stored twice", Matrix("""{"metric": {}, "values": [[AGE(1), "0"], [AGE(1), "0"]]}"""), false },
        { "no samples", Matrix(Series()), false },
        { "one is not", Matrix(Series((15, "1"), (1, "0"))), false },
        { "one series is not", Matrix(Series((15, "0"), (1, "0")), Series((15, "0"), (1, "1"))), false },
        { "one series has one sample", Matrix(Series((15, "0"), (1, "0")), Series((1, "0"))), false },
        { "not a number", Matrix(Series((15, "NaN"), (1, "0"))), false },
        { "infinite", Matrix(Series((15, "+Inf"), (1, "0"))), false },
        { "too old by our clock", Matrix(Series((200, "0"), (100, "0"))), false },
        { "from the future", Matrix(Series((15, "0"), (-60, "0"))), null },
        { "not readable", Matrix(Series((15, "zero"), (1, "0"))), null },
        { "not pairs", Matrix("""{"metric": {}, "values": [[1], [2]]}"""), null },
        { "histograms", Matrix("""{"metric": {}, "histograms": []}"""), null },
        { "a vector", """{"status": "success", "data": {"resultType": "vector", "result": []}}""", null },
        { "an error", """{"status": "error", "errorType": "bad_data", "error": "s3cret"}""", null },
        { "a warning", Matrix(Series((15, "0"), (1, "0"))).Replace("\"success\"", "\"success\", \"warnings\": [\"store gone\"]", StringComparison.Ordinal), null },
        { "an empty list of warnings", Matrix(Series((15, "0"), (1, "0"))).Replace("\"success\"", "\"success\", \"warnings\": [], \"isPartial\": false", StringComparison.Ordinal), true },
        { "partial", Matrix(Series((15, "0"), (1, "0"))).Replace("\"success\"", "\"success\", \"isPartial\": true", StringComparison.Ordinal), null },
        { "a warning that is no list", Matrix(Series((15, "0"), (1, "0"))).Replace("\"success\"", "\"success\", \"warnings\": \"store gone\"", StringComparison.Ordinal), null },
        { "no JSON", "<html/>", null },
        { "nothing", "", null },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_series_must_satisfy_it_twice_and_be_young(string what, string body, bool? holds)
    {
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers("200 OK", "", Now(body));
        await using var services = Services(prometheus);

        var read = await services.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token);

        read.Holds.Should().Be(holds, "{0}: {1}", what, read.Facts);
        read.Facts.Should().NotBeEmpty().And.NotContain("s3cret");
    }

    [Fact]
    public async Task Raw_samples_are_asked_for_of_one_host()
    {
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers("200 OK", "", Matrix());
        await using var services = Services(prometheus, ("Range", "00:00:45"), ("Token", "t0ken"));

        await services.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute\"1", Token);

        var asked = prometheus.All.Single();
        Uri.UnescapeDataString(asked.Line).Should().StartWith("GET /prom/api/v1/query?query=up{instance=\"compute\\\"1\"}[45000ms] ");
        asked.Headers["Authorization"].Should().Be("Bearer t0ken");
    }

    [Theory]
    [InlineData("302 Found", "Location: http://127.0.0.1/\r\n")]
    [InlineData("401 Unauthorized", "")]
    [InlineData("422 Unprocessable Entity", "")]
    [InlineData("503 Service Unavailable", "")]
    public async Task What_is_no_answer_says_nothing(string status, string headers)
    {
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers(status, headers, Now(Matrix(Series((15, "0"), (1, "0")))));
        await using var services = Services(prometheus);

        (await services.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token)).Holds.Should().BeNull();
        prometheus.All.Should().HaveCount(1);
    }

    [Fact]
    public async Task Of_an_answer_that_is_too_long_nothing_counts()
    {
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers("200 OK", "", Now(Matrix(Series((15, "0"), (1, "0")))) + new string(' ', 8 * 1024 * 1024));
        await using var services = Services(prometheus);

        var read = await services.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token);

        (read.Holds, read.Facts).Should().Be((null, "its answer is longer than 8192 KiB"));
    }

    [Fact]
    public async Task One_that_is_not_there_hangs_or_is_not_configured_says_nothing()
    {
        var gone = new ScriptedReceiver();
        await using var services = Services(gone);
        await gone.DisposeAsync();
        (await services.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token)).Should().Match<SampleRead>(read => read.Holds == null && !read.Facts.Contains("127.0.0.1"));

        await using var hanging = new ScriptedReceiver { Answer = (_, _) => Task.Delay(Timeout.InfiniteTimeSpan, Token) };
        await using var slow = Services(hanging, ("Within", "00:00:00.3"));
        (await slow.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token)).Facts.Should().Be("no answer within 0.3 s");

        await using var none = Services(null);
        var read = await none.GetRequiredService<ISamples>().ReadAsync(IsZero, "compute1", Token);
        (read.Holds, read.Facts.Contains("NovaFence:Evidence:Prometheus:Url", StringComparison.Ordinal)).Should().Be((null, true));
    }

    [Fact]
    public async Task The_machines_of_node_exporter_are_known_by_all_their_names()
    {
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answer = (asked, stream) => ScriptedReceiver.Says(stream, "200 OK", "", asked.Line.Contains("dmi", StringComparison.Ordinal)
            ? """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"instance":"10.0.0.1:9100","product_serial":"CZJ1","product_uuid":"u1"},"value":[0,"1"]}]}}"""
            : """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"instance":"10.0.0.1:9100","nodename":"compute1"},"value":[0,"1"]}]}}""");
        await using var services = Services(prometheus);

        var found = await services.GetRequiredService<IMachineInventory>().ReadAsync(Token);

        found.Machines.Should().BeEquivalentTo([new KnownMachine(["compute1", "10.0.0.1"], "CZJ1", "u1")]);
    }
}
