using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Power;

/// <summary>All BMCs of a cloud: one server, a port for each.</summary>
internal sealed class BmcListener : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly X509Certificate2 _certificate;

    private BmcListener(KestrelServer server, X509Certificate2 certificate) => (_server, _certificate) = (server, certificate);

    /// <summary>The certificate that they show.</summary>
    internal X509Certificate2 Certificate => _certificate;

    internal static async Task<BmcListener> StartAsync(SandboxCloud cloud, SandboxOptions options, IReadOnlyList<SandboxBmc> bmcs, CancellationToken cancellation)
    {
        X509Certificate2 certificate = BmcCertificate.Make();
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        foreach (SandboxBmc bmc in bmcs)
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(TlsFraming.Use(certificate, () => bmc.Behaviour == BmcBehaviour.DeadWithHost && cloud.FindHost(bmc.Host) is { Power: PowerState.Off }));
            });
        }

        var server = new KestrelServer(Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(new BmcApi(cloud, options), options.TimeProvider, bmcs), cancellation);
        }
        catch
        {
            server.Dispose();
            certificate.Dispose();
            throw;
        }

        // In the order in which they were asked for.
        foreach ((SandboxBmc bmc, string address) in bmcs.Zip(server.Features.Get<IServerAddressesFeature>()!.Addresses))
            bmc.Port = new Uri(address).Port;
        return new(server, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _certificate.Dispose();
    }

    private sealed class Application(BmcApi api, TimeProvider clock, IReadOnlyList<SandboxBmc> bmcs) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing of ours hangs on a request.
        }

        public async Task ProcessRequestAsync(HttpContext context)
        {
            if (bmcs.FirstOrDefault(one => one.Port == context.Connection.LocalPort) is not { } bmc)
            {
                context.Abort();
                return;
            }

            Reply reply = Reply.Cut;
            try
            {
                var asked = new SandboxRequest(SandboxService.Bmc, context.Request.Method, Exchange.RawTarget(context));
                reply = bmc.OnRequest is { } hook && await hook(asked, context.RequestAborted) is { } answer
                    ? Scripted(answer)
                    : await api.HandleAsync(bmc, await Exchange.ReadAsync(context, context.Request.Path.Value ?? ""), context.RequestAborted);
                Add(bmc, context, reply);
                await Exchange.WriteAsync(context, reply, close: false);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException and not Microsoft.AspNetCore.Http.BadHttpRequestException)
            {
                // The client has gone. That it asked is still worth knowing.
                if (reply.Status == 0)
                    Add(bmc, context, reply);
                context.Abort();
            }
        }

        private void Add(SandboxBmc bmc, HttpContext context, Reply reply) => bmc.Requests.Add(new()
        {
            Service = SandboxService.Bmc,
            Method = context.Request.Method,
            Path = Exchange.RawTarget(context),
            Status = reply.Status,
            At = clock.GetUtcNow(),
        });

        private static Reply Scripted(BmcAnswer answer)
        {
            var reply = new Reply(answer.Status, System.Text.Encoding.UTF8.GetBytes(answer.Body), answer.ContentType);
            foreach ((string name, string value) in answer.Headers)
                reply.With(name, value);
            return reply;
        }
    }
}
