using System.CommandLine;
using System.Globalization;
using System.Net;

namespace NovaFence.Server.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    internal static Option<FileInfo?> Config() => new("--config")
    {
        Description = "A JSON file with the NovaFence settings, on top of appsettings.json and below the environment.",
        HelpName = "FILE",
    };

    internal static Option<bool> Json() => new("--json") { Description = "Print JSON instead of a table." };

    internal static Option<string?> Receiver()
    {
        var option = new Option<string?>("--receiver") { Description = "Which receiver it is for: alertmanager, grafana, pagerduty, or a generic one's name. Recognised when not given, but for a generic one.", HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.Tokens[0].Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
                result.AddError("--receiver takes a receiver's name: alertmanager, grafana, pagerduty, or that of a generic one");
        });
        return option;
    }

    internal static Option<int> Port(int defaultPort, string description)
    {
        var option = new Option<int>("--port") { Description = description, DefaultValueFactory = _ => defaultPort, HelpName = "PORT" };
        AddRange(option);
        return option;
    }

    internal static void AddRange(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var port) && port is < 0 or > 65535)
            result.AddError($"{option.Name} takes a port from 0 (any free one) to 65535");
    });

    internal static Option<IPAddress> Listen() => new("--listen")
    {
        Description = "The address to listen on. Behind anything but loopback, put TLS in front: bearer tokens travel in clear otherwise.",
        DefaultValueFactory = _ => IPAddress.Loopback,
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError("--listen takes an IP address, such as 127.0.0.1 or 0.0.0.0");
            return null;
        },
    };
}
