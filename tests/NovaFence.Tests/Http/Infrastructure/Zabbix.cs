using NovaFence.Http.Options;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>A generic receiver for what a Zabbix media type sends.</summary>
internal static class Zabbix
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string SecondSecret = "fedcba9876543210fedcba9876543210";
    public const string Section = "NovaFence:Receivers:Generic:0";

    public static (string Key, string? Value)[] Signed { get; } = [.. Settings("Secrets")];

    public static (string Key, string? Value)[] ByToken { get; } = [.. Settings("Tokens")];

    public static GenericReceiverOptions Options()
    {
        var options = new GenericReceiverOptions
        {
            Name = "zabbix",
            Pointers = { List = "/alerts", Key = "/event/id", Host = "/host", Status = "/event/value", Time = "/event/time", Labels = "/tags" },
        };
        options.Firing.Add("1");
        options.Resolved.Add("0");
        return options;
    }

    private static IEnumerable<(string, string?)> Settings(string secrets) =>
    [
        ($"{Section}:Name", "zabbix"),
        ($"{Section}:{secrets}:0", Secret),
        ($"{Section}:{secrets}:1", SecondSecret),
        ($"{Section}:Pointers:List", "/alerts"),
        ($"{Section}:Pointers:Key", "/event/id"),
        ($"{Section}:Pointers:Host", "/host"),
        ($"{Section}:Pointers:Status", "/event/value"),
        ($"{Section}:Pointers:Time", "/event/time"),
        ($"{Section}:Pointers:Labels", "/tags"),
        ($"{Section}:Firing:0", "1"),
        ($"{Section}:Resolved:0", "0"),
    ];

    public static async Task<HttpResponseMessage> ZabbixAsync(this TestApp app, byte[] body, string? signature = null, string header = "X-NovaFence-Signature", (string Name, string Value)? more = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/zabbix") { Content = Sending.Json(body) };
        request.Headers.TryAddWithoutValidation(header, signature ?? Sending.Hex(body, Secret));
        if (more is { } other)
            request.Headers.TryAddWithoutValidation(other.Name, other.Value);
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
