using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Sandbox;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence sandbox</c>: a small Keystone and Nova on loopback, the server on top of it, and something to paste.</summary>
internal static class SandboxCommand
{
    /// <summary>How often the made-up hosts report: a host is healthy again after two looks that are two reports apart, and nobody wants to wait a minute for it.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    internal static Command Create()
    {
        var port = CommonOptions.Port(ServeCommand.DefaultPort, "The port the server listens on, on 127.0.0.1.");
        var cloudPort = new Option<int>("--cloud-port") { Description = "The port of the sandbox's Keystone and Nova; 0 takes any free one.", HelpName = "PORT" };
        CommonOptions.AddRange(cloudPort);
        var token = new Option<string?>("--token") { Description = "The bearer token Alertmanager would send; made up when not given.", HelpName = "TOKEN" };
        var operatorToken = new Option<string?>("--operator-token") { Description = "The operator's bearer token; made up when not given.", HelpName = "TOKEN" };
        var data = new Option<DirectoryInfo?>("--data") { Description = "The folder of the SQLite ledger; a new temporary one when not given.", HelpName = "DIR" };
        var config = new Option<FileInfo?>("--config")
        {
            Description = "A JSON file with the NovaFence settings to try, below the environment's NovaFence__*: routes, hosts and limits are taken, and what is not is named.",
            HelpName = "FILE",
        };
        var command = new Command("sandbox", "Try NovaFence without a cloud: a small Keystone and Nova with five compute hosts, and the server on top of it.")
        {
            port, cloudPort, token, operatorToken, data, config,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            SandboxConfiguration.Read(parsed.GetValue(config)),
            parsed.GetValue(port),
            parsed.GetValue(cloudPort),
            parsed.GetValue(token) ?? NewToken(),
            parsed.GetValue(operatorToken) ?? NewToken(),
            parsed.GetValue(data) ?? Directory.CreateTempSubdirectory("novafence-sandbox-"),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SandboxConfiguration configured, int port, int cloudPort, string token, string operatorToken, DirectoryInfo data, CancellationToken cancellationToken)
    {
        data.Create();
        var files = new SandboxFiles(data);
        var made = new SandboxOptions { Port = cloudPort, Password = SandboxSettings.CloudPassword, ReportInterval = ReportInterval, Bmcs = true, BmcPassword = SandboxSettings.BmcPassword };
        await using var cloud = await SandboxCloud.StartAsync(made, cancellationToken);
        await using var app = ServerApp.Build(
            configuration => configured.Use(configuration, SandboxSettings.Own(cloud, token, operatorToken, files.Ledger), SandboxSettings.Rules("label:fenced=\"true\"", "whenHealthy")),
            IPAddress.Loopback,
            port,
            sandbox: true,
            services => services.AddNovaFenceKnownKeys(configured.Written),
            SandboxEndpoints.For(cloud));
        await app.StartAsync(cancellationToken);
        var options = app.Services.GetRequiredService<NovaFenceOptions>();
        var example = SandboxExample.For(app.Services.GetRequiredService<RouteTable>(), options.Hosts, SandboxBanner.Host);
        files.Write(app.Configuration, cloud.BmcCertificatePem);
        Console.WriteLine(new SandboxBanner(app.Urls.First(), cloud, token, operatorToken, files).Text(configured, options, example));
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static string NewToken() => "sandbox-" + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
