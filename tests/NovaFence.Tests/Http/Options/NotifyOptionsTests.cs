using Microsoft.Extensions.Options;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Options;

public sealed class NotifyOptionsTests
{
    private const string Key = "NovaFence:Notify:0";
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Theory]
    [InlineData("Name", "")]
    [InlineData("Name", "has a blank")]
    [InlineData("Name", "0123456789012345678901234567890123456789x")]
    [InlineData("Format", "teams")]
    [InlineData("Url", "")]
    [InlineData("Url", "ops.example.org/hook-5eCret")]
    [InlineData("Url", "ftp://ops.example.org/hook-5eCret")]
    [InlineData("Url", "http://ops.example.org/hook-5eCret")]
    [InlineData("Url", "http://127.0.0.1.example.org/hook-5eCret")]
    [InlineData("Url", "https://alice:5eCret@ops.example.org/")]
    [InlineData("Secrets:0", "5eCret")]
    [InlineData("Secrets:0", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("Secrets:0", "whsec_5eCretIsTooShort")]
    [InlineData("Secrets:0", "whsec_no base64 at all, 5eCret though it is")]
    public async Task A_wrong_value_stops_the_start_and_is_not_shown(string key, string value)
    {
        var failure = (await FailuresAsync((key, value))).Should().ContainSingle().Subject;
        failure.Should().StartWith($"{Key}:{key}").And.NotContain("5eCret");
        if (key == "Secrets:0")
            failure.Should().Contain("openssl rand");
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("Url")]
    [InlineData("Secrets:0")]
    public async Task What_is_missing_is_named(string key) =>
        (await FailuresAsync((key, null))).Should().ContainSingle().Which.Should().StartWith($"{Key}:{key.Split(':')[0]}");

    [Theory]
    [InlineData("http://localhost:8080/hook")]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("http://[::1]:8080/hook")]
    [InlineData("https://ops.example.org/hook")]
    public async Task Https_is_right_and_http_on_this_machine(string url) => (await FailuresAsync(("Url", url))).Should().BeEmpty();

    [Fact]
    public async Task Two_secrets_are_right_and_three_are_not()
    {
        (await FailuresAsync(("Secrets:1", Secret))).Should().BeEmpty();
        (await FailuresAsync(("Secrets:1", Secret), ("Secrets:2", Secret))).Should().ContainSingle().Which.Should().StartWith($"{Key}:Secrets").And.NotContain(Secret);
    }

    [Fact]
    public async Task Slack_signs_nothing()
    {
        (await FailuresAsync(("Format", "slack"))).Should().ContainSingle().Which.Should().StartWith($"{Key}:Secrets");
        (await FailuresAsync(("Format", "slack"), ("Secrets:0", null))).Should().BeEmpty();
    }

    [Fact]
    public async Task Two_receivers_have_two_names() =>
        (await FailuresAsync(("1:Name", "ops"), ("1:Url", "https://other.example.org"), ("1:Secrets:0", Secret))).Should().ContainSingle().Which.Should().StartWith("NovaFence:Notify:1:Name");

    private static async Task<IReadOnlyList<string>> FailuresAsync(params (string Key, string? Value)[] changes)
    {
        Dictionary<string, string?> settings = new() { [$"{Key}:Name"] = "ops", [$"{Key}:Url"] = "https://ops.example.org/hook", [$"{Key}:Secrets:0"] = Secret };
        foreach (var (key, value) in changes)
            settings[char.IsAsciiDigit(key[0]) ? $"NovaFence:Notify:{key}" : $"{Key}:{key}"] = value;
        try
        {
            await using var app = await TestApp.StartAsync([.. settings.Select(one => (one.Key, one.Value))]);
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }
}
