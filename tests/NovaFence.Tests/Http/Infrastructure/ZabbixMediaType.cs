using System.Globalization;
using System.Text;
using System.Text.Json;
using Jint;
using Jint.Native;
using YamlDotNet.Serialization;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>The media type of <c>docs/zabbix-media-type.yaml</c>, and a Zabbix server that sends with it.</summary>
internal sealed class ZabbixMediaType
{
    /// <summary>What a Zabbix takes of a webhook's media type (https://www.zabbix.com/documentation/7.0/en/manual/xml_export_import/media).</summary>
    private static readonly HashSet<string> Known =
    [
        "name", "type", "parameters", "max_sessions", "attempts", "attempt_interval", "timeout", "process_tags", "show_event_menu", "status", "script", "description", "message_templates",
    ];

    private readonly Dictionary<object, object> _type;

    private ZabbixMediaType(Dictionary<object, object> type) => _type = type;

    /// <summary>Names that no Zabbix knows.</summary>
    public IEnumerable<string> Unknown => _type.Keys.Cast<string>().Except(Known, StringComparer.Ordinal);

    public string this[string name] => (string)_type[name];

    public IEnumerable<string> Modes => ((List<object>)_type["message_templates"]).Cast<Dictionary<object, object>>().Select(template => $"{template["event_source"]} {template["operation_mode"]}");

    public static ZabbixMediaType Read()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "zabbix-media-type.yaml"));
        var export = (Dictionary<object, object>)new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text)["zabbix_export"];
        export["version"].Should().Be("7.0");
        return new ZabbixMediaType(((List<object>)export["media_types"]).Cast<Dictionary<object, object>>().Single());
    }

    /// <summary>Runs the script as a Zabbix server does; what it knows no value of stays as it is written.</summary>
    /// <param name="macros">The values of the macros.</param>
    /// <param name="status">What NovaFence answers.</param>
    public SentByZabbix Send(IReadOnlyDictionary<string, string> macros, int status = 200)
    {
        var parameters = ((List<object>)_type["parameters"]).Cast<Dictionary<object, object>>().ToDictionary(
            parameter => (string)parameter["name"],
            parameter => macros.GetValueOrDefault((string)parameter["value"], (string)parameter["value"]),
            StringComparer.Ordinal);
        var sent = new SentByZabbix(status);
        using var engine = new Engine();
        engine.SetValue("value", JsonSerializer.Serialize(parameters));
        engine.SetValue("hmac", (string algorithm, string key, string text) =>
        {
            algorithm.Should().Be("sha256");
            return Sending.Hex(Encoding.UTF8.GetBytes(text), key);
        });
        engine.SetValue("sent", sent);
        engine.Execute("function HttpRequest() { return sent; }");
        var result = engine.Evaluate($"(function () {{ {this["script"]}\n}})()");
        result.Should().NotBe(JsValue.Undefined);
        return sent;
    }
}

/// <summary>The one request of the script, in place of Zabbix's <c>HttpRequest</c>.</summary>
internal sealed class SentByZabbix(int status)
{
    public List<string> Headers { get; } = [];

    public string Url { get; private set; } = "";

    public string Body { get; private set; } = "";

    public void AddHeader(string header) => Headers.Add(header);

    public string Post(string url, string body)
    {
        (Url, Body) = (url, body);
        return string.Create(CultureInfo.InvariantCulture, $"answered {status}");
    }

    public int GetStatus() => status;
}
