using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace NovaFence.Cloud.Tests.Detection;

/// <summary>
/// What ipmi_exporter, redfish_exporter, blackbox_exporter and a node_exporter for each host would answer, under their own names of metrics and paths. Made up, on
/// 127.0.0.1: there is no BMC here.
/// </summary>
internal sealed class Exporters : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _off = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (HttpListener Listener, Task Serving)> _nodes = new(StringComparer.Ordinal);
    private readonly HttpListener _through = new();
    private readonly Task _serving;
    private readonly IReadOnlyDictionary<string, string> _bmcs;

    /// <param name="hosts">The hosts.</param>
    /// <param name="bmcs">Which exporter reads the BMC of which host: <c>ipmi</c> or <c>redfish</c>. The others have none.</param>
    public Exporters(IEnumerable<string> hosts, IReadOnlyDictionary<string, string> bmcs)
    {
        _bmcs = bmcs;
        Through = Listen(_through);
        _serving = ServeAsync(_through, Answer);
        foreach (var host in hosts)
        {
            var listener = new HttpListener();
            Nodes[host] = Listen(listener);
            _nodes[host] = (listener, ServeAsync(listener, _ => "node_boot_time_seconds 1.7e+09\n"));
        }
    }

    /// <summary>The address of the exporters that ask others.</summary>
    public string Through { get; }

    /// <summary>The address of each host's own exporter.</summary>
    public Dictionary<string, string> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The host has no power from now on.</summary>
    public async Task CrashAsync(string host)
    {
        _off[host] = true;
        await StopAsync(_nodes[host]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync((_through, _serving));
        foreach (var node in _nodes.Values)
            await StopAsync(node);
    }

    private static string Listen(HttpListener listener)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Free()}");
        listener.Prefixes.Add($"http://{address}/");
        listener.Start();
        return address;
    }

    private static async Task StopAsync((HttpListener Listener, Task Serving) served)
    {
        if (!served.Listener.IsListening)
            return;
        served.Listener.Stop();
        await served.Serving;
        served.Listener.Close();
    }

    /// <summary>Null where the exporter asked has no such target.</summary>
    private string? Answer(Uri url)
    {
        var target = System.Web.HttpUtility.ParseQueryString(url.Query)["target"] ?? "";
        var host = target.Split('-')[0];
        var isOff = _off.ContainsKey(host);
        return (url.AbsolutePath, _bmcs.GetValueOrDefault(host)) switch
        {
            ("/ipmi", "ipmi") => $"ipmi_up{{collector=\"chassis\"}} 1\nipmi_chassis_power_state {(isOff ? 0 : 1)}\n",
            ("/redfish", "redfish") => $"redfish_up 1\nredfish_system_power_state{{hostname=\"{host}\",resource=\"system\",system_id=\"1\"}} {(isOff ? 2 : 1)}\n",
            ("/probe", _) => $"probe_success {(isOff ? 0 : 1)}\n",
            _ => null,
        };
    }

    private static async Task ServeAsync(HttpListener listener, Func<Uri, string?> answer)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var text = answer(context.Request.Url!);
            context.Response.StatusCode = text is null ? 500 : 200;
            context.Response.ContentType = "text/plain; version=0.0.4";
            context.Response.KeepAlive = false;
            context.Response.Close(Encoding.UTF8.GetBytes(text ?? "no such target"), willBlock: true);
        }
    }
}
