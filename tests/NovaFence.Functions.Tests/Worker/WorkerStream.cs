using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using NovaFence.Functions.Tests.Worker.Protocol;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>The host's end of one worker's stream.</summary>
internal sealed class WorkerStream
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _awaited = new(StringComparer.Ordinal);
    private volatile bool _ended;

    /// <summary>Sends a request and waits for the message that bears its id.</summary>
    /// <exception cref="WorkerGoneException">The stream ended before.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request, CancellationToken cancellationToken)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[request.RequestId] = answer;
        _outgoing.Writer.TryWrite(request);
        // Whoever ends the stream sets this first, and looks for what is awaited then.
        if (_ended)
            throw new WorkerGoneException();
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Carries messages both ways until the stream ends.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IAsyncStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(outgoing, end.Token);
        try
        {
            await foreach (var message in incoming.ReadAllAsync(cancellationToken))
            {
                if (_awaited.TryRemove(message.RequestId, out var answer))
                    answer.TrySetResult(message);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // It was killed.
        }
        finally
        {
            _ended = true;
            foreach (var answer in _awaited.Values)
                answer.TrySetException(new WorkerGoneException());
            await end.CancelAsync();
            await telling;
        }
    }

    private async Task TellAsync(IAsyncStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException or Grpc.Core.RpcException)
        {
            // Whoever awaits an answer is told by the other direction.
        }
    }
}

/// <summary>The worker is gone, or was never there.</summary>
internal sealed class WorkerGoneException(string message = "The worker is gone.") : Exception(message);
