using System.Net.Sockets;
using System.Text;

namespace NovaFence.Server.Tests.Running;

/// <summary>Bytes on a socket, which no HTTP client would send, and all that comes back until the server closes or is silent.</summary>
internal static class RawRequest
{
    /// <summary>So long the first answer is waited for: longer than a busy machine takes for it, and shorter than the server waits for the rest of a request.</summary>
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <summary>Sends the text, each character a byte, and returns what comes back.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="text">What.</param>
    /// <param name="halfClose">Whether the sender says that nothing more comes.</param>
    public static async Task<string> SendAsync(Uri server, string text, bool halfClose = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var said = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
            if (halfClose)
                client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[8192];
            while (true)
            {
                using var silent = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
                silent.CancelAfter(said.Length == 0 ? FirstAnswer : Silence);
                var read = await stream.ReadAsync(buffer, silent.Token);
                if (read == 0)
                    break;
                said.Write(buffer, 0, read);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // Closed by a reset, or nothing more to say.
        }

        return Encoding.Latin1.GetString(said.ToArray());
    }

    /// <summary>The statuses of all answers in it.</summary>
    public static IReadOnlyList<int> Statuses(string answers) =>
    [
        .. answers.Split("HTTP/1.1 ").Skip(1).Concat(answers.Split("HTTP/1.0 ").Skip(1))
            .Select(answer => int.Parse(answer.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
