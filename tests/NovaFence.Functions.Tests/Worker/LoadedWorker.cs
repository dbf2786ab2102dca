using System.Diagnostics;
using System.Net.Sockets;
using NovaFence.Functions.Tests.Worker.Protocol;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>A worker that has been started, has named its functions and has loaded them.</summary>
internal sealed class LoadedWorker : IAsyncDisposable
{
    /// <summary>The capability in which a worker announces where it takes the requests themselves.</summary>
    private const string HttpUriCapability = "HttpUri";

    private readonly WorkerProcess _process;
    private readonly WorkerStream _stream;

    /// <summary>The flags of the host's own trace: it reads the same settings, and where Application Insights is named it records its requests.</summary>
    private readonly string _traceFlags;

    private LoadedWorker(WorkerProcess process, WorkerStream stream, Uri httpUri, IReadOnlyList<LoadedFunction> functions, bool isRecorded)
    {
        _traceFlags = isRecorded ? "01" : "00";
        _process = process;
        _stream = stream;
        HttpUri = httpUri;
        Functions = functions;
    }

    public Uri HttpUri { get; }

    public IReadOnlyList<LoadedFunction> Functions { get; }

    /// <exception cref="WorkerGoneException">It ended instead; the message has what it printed.</exception>
    public static async Task<LoadedWorker> StartAsync(FunctionRpcServer rpc, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience.Bound);
        var process = WorkerProcess.Start(rpc.Uri, settings);
        try
        {
            var ended = process.EndedAsync(patience.Token);
            var begun = rpc.StreamAsync(process.Id);
            if (await Task.WhenAny(begun, ended) == ended)
            {
                await ended;
                throw new WorkerGoneException($"The worker ended with exit code {process.ExitCode}: {string.Join('\n', process.Output.Concat(process.Errors))}");
            }

            var stream = await begun;
            var httpUri = await InitializeAsync(stream, patience.Token);
            var functions = await LoadAsync(stream, patience.Token);
            await ListeningAsync(httpUri, patience.Token);
            return new LoadedWorker(process, stream, httpUri, functions, settings.ContainsKey("APPLICATIONINSIGHTS_CONNECTION_STRING"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes a function.</summary>
    /// <exception cref="WorkerGoneException">The worker ended before it answered.</exception>
    public async Task<StatusResult> InvokeAsync(LoadedFunction function, string invocationId, TypedData trigger, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            TraceContext = new RpcTraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{_traceFlags}" },
            InputData = { new ParameterBinding { Name = function.Parameter, Data = trigger } },
        };
        return (await _stream.AskAsync(new StreamingMessage { InvocationRequest = request }, cancellationToken)).InvocationResponse.Result;
    }

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<Uri> InitializeAsync(WorkerStream stream, CancellationToken cancellationToken)
    {
        var request = new WorkerInitRequest { HostVersion = "4.0.0", WorkerDirectory = AppFolder.Root, FunctionAppDirectory = AppFolder.Root };
        var answer = (await stream.AskAsync(new StreamingMessage { WorkerInitRequest = request }, cancellationToken)).WorkerInitResponse;
        Check("the start", answer.Result);
        return new Uri(answer.Capabilities[HttpUriCapability]);
    }

    private static async Task<IReadOnlyList<LoadedFunction>> LoadAsync(WorkerStream stream, CancellationToken cancellationToken)
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = AppFolder.Root };
        var metadata = (await stream.AskAsync(new StreamingMessage { FunctionsMetadataRequest = request }, cancellationToken)).FunctionMetadataResponse;
        Check("the metadata", metadata.Result);
        foreach (var function in metadata.FunctionMetadataResults)
        {
            var load = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
            Check(function.Name, (await stream.AskAsync(new StreamingMessage { FunctionLoadRequest = load }, cancellationToken)).FunctionLoadResponse.Result);
        }

        return [.. metadata.FunctionMetadataResults.Select(LoadedFunction.Read)];
    }

    private static void Check(string what, StatusResult result)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"The worker failed at {what}: {result.Exception?.Message}");
    }

    /// <summary>The worker announces its address before it listens there. The real host repeats a request that it could not deliver.</summary>
    private static async Task ListeningAsync(Uri httpUri, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(httpUri.Host, httpUri.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}
