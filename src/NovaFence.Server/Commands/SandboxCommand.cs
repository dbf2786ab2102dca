using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using NovaFence.Sandbox;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence sandbox</c>: a small Keystone and Nova on loopback, the server on top of it, and something to paste.</summary>
internal static class SandboxCommand
{
    internal static Command Create()
    {
        var port = CommonOptions.Port(ServeCommand.DefaultPort, "The port the server listens on, on 127.0.0.1.");
        var cloudPort = new Option<int>("--cloud-port") { Description = "The port of the sandbox's Keystone and Nova; 0 takes any free one.", HelpName = "PORT" };
        CommonOptions.AddRange(cloudPort);
        var token = new Option<string?>("--token") { Description = "The bearer token Alertmanager would send; made up when not given.", HelpName = "TOKEN" };
        var operatorToken = new Option<string?>("--operator-token") { Description = "The operator's bearer token; made up when not given.", HelpName = "TOKEN" };
        var data = new Option<DirectoryInfo?>("--data") { Description = "The folder of the SQLite ledger; a new temporary one when not given.", HelpName = "DIR" };
        var command = new Command("sandbox", "Try NovaFence without a cloud: a small Keystone and Nova with five compute hosts, and the server on top of it.")
        {
            port, cloudPort, token, operatorToken, data,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(port),
            parsed.GetValue(cloudPort),
            parsed.GetValue(token) ?? NewToken(),
            parsed.GetValue(operatorToken) ?? NewToken(),
            parsed.GetValue(data) ?? Directory.CreateTempSubdirectory("novafence-sandbox-"),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, int cloudPort, string token, string operatorToken, DirectoryInfo data, CancellationToken cancellationToken)
    {
        data.Create();
        await using var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Port = cloudPort, Password = SandboxSettings.CloudPassword }, cancellationToken);
        await using var app = ServerApp.Build(
            configuration => configuration.AddInMemoryCollection(SandboxSettings.For(cloud, token, operatorToken, data.FullName)),
            IPAddress.Loopback,
            port,
            sandbox: true,
            additional: SandboxEndpoints.For(cloud));
        await app.StartAsync(cancellationToken);
        Console.WriteLine(SandboxBanner.Text(app.Urls.First(), cloud, token, operatorToken, data.FullName));
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static string NewToken() => "sandbox-" + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
