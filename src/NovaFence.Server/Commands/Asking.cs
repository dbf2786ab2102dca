using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Http.Answers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary>Whom a command asks: cloud and ledger directly, with this machine's configuration, or with <c>--server</c> a server. Both print the same.</summary>
internal sealed class Asking
{
    private readonly Option<FileInfo?> _config = CommonOptions.Config();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<Uri?> _server;
    private readonly Option<FileInfo?> _ca;

    private Asking()
    {
        _server = new Option<Uri?>("--server")
        {
            Description = $"Ask this NovaFence, and need neither configuration nor cloud: https, or http to this machine. Its token is read from {ServerClient.TokenVariable}.",
            HelpName = "URL",
            CustomParser = result =>
            {
                if (ServerUrl.TryRead(result.Tokens[0].Value, out var url))
                    return url;
                result.AddError(ServerUrl.Forms);
                return null;
            },
        };
        _ca = new Option<FileInfo?>("--ca") { Description = "The authority of the server's certificate, in PEM, in place of those that this machine trusts.", HelpName = "FILE" };
    }

    /// <summary>Adds the options to the command.</summary>
    internal static Asking For(Command command)
    {
        var asking = new Asking();
        foreach (var option in (Option[])[asking._json, asking._server, asking._ca, asking._config])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(asking._config) is not null && result.GetResult(asking._server) is not null)
                result.AddError("--config is for asking directly, and --server for asking a server: leave one out");
            if (result.GetResult(asking._ca) is not null && (result.GetResult(asking._server) is not { } server || server.Tokens is [{ Value: var url }] && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
                result.AddError("--ca is of a server that is asked with --server https://…");
        });
        return asking;
    }

    /// <summary>Whether JSON is to be printed.</summary>
    internal bool WantsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The server that is asked, with its authority; or the configuration by which cloud and ledger are.</summary>
    internal (Uri? Server, FileInfo? Ca, FileInfo? Config) Whom(ParseResult parsed) => (parsed.GetValue(_server), parsed.GetValue(_ca), parsed.GetValue(_config));

    /// <summary>Asks, prints, and gives the exit code.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="type">The answer's JSON.</param>
    /// <param name="directly">Asks cloud and ledger.</param>
    /// <param name="ofServer">Asks a server.</param>
    /// <param name="print">Prints an answer for people.</param>
    /// <param name="cancellationToken">The command's.</param>
    /// <param name="exitCode">What the command ends with where it got an answer; 0 when null.</param>
    /// <param name="within">How long a server has; <see cref="ServerClient.Usual"/> when null.</param>
    /// <param name="lacks">What an answer of a server lacks, so that it is refused; null where it is whole.</param>
    /// <param name="needsRoutes">Whether it decides about alerts, so that it cannot do without routes where it asks directly.</param>
    /// <param name="makesLedger">Whether it makes a ledger where there is none and it asks directly.</param>
    internal Task<int> RunAsync<T>(
        ParseResult parsed,
        Func<AnswersJson, JsonTypeInfo<T>> type,
        Func<IServiceProvider, CancellationToken, Task<Answered<T>>> directly,
        Func<IServerApi, CancellationToken, Task<HttpResponseMessage>> ofServer,
        Action<T> print,
        CancellationToken cancellationToken,
        Func<T, int>? exitCode = null,
        TimeSpan? within = null,
        Func<T, string?>? lacks = null,
        bool needsRoutes = false,
        bool makesLedger = false)
    {
        PrintedCommands.AreFor(parsed.GetValue(_server), parsed.GetValue(_ca), parsed.GetValue(_config));
        return parsed.GetValue(_server) is { } url
            ? OfServerAsync(url)
            : DirectCommand.RunAsync(parsed.GetValue(_config), needsRoutes, async (services, stop) => await EndAsync(await directly(services, stop)), cancellationToken, makesLedger);

        async Task<int> OfServerAsync(Uri address)
        {
            using var client = ServerClient.For(address, parsed.GetValue(_ca));
            var answered = await client.AskAsync(ofServer, type(AnswersJson.Strict), within ?? ServerClient.Usual, cancellationToken);
            return await EndAsync(answered is Answered<T>.Ok { Value: var value } && lacks?.Invoke(value) is { } why ? new Answered<T>.Refused(why) : answered);
        }

        async Task<int> EndAsync(Answered<T> answered)
        {
            if (answered is not Answered<T>.Ok { Value: var value } ok)
                return await DirectCommand.RefuseAsync(PlainText.Line(((Answered<T>.Refused)answered).Why));
            if (parsed.GetValue(_json))
                Screen.WriteJson(ok.Json is { } sent ? Indented(sent) : JsonSerializer.Serialize(value, type(AnswersJson.Indented)));
            else
                print(value);
            return exitCode?.Invoke(value) ?? ExitCode.Done;
        }
    }

    /// <summary>A server's answer with all that is in it, also what this version does not know.</summary>
    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, AnswersJson.Indented.JsonElement);
    }
}
