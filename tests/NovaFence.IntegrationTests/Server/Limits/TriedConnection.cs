using System.Net;
using Microsoft.AspNetCore.Connections;
using NovaFence.Http.Access;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Tests.Limits;

/// <summary>A connection of no network, which a <see cref="ConnectionLimit"/> takes in or closes.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing is open in it.")]
internal sealed class TriedConnection
{
    private readonly TaskCompletionSource _end = new();
    private readonly Context _context;
    private bool _served;

    public TriedConnection(string address) => _context = new Context { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };

    public bool IsOpen => _served && !_context.WasAborted;

    public Task Served { get; private set; } = Task.CompletedTask;

    public IConnectionUse Use => _context.Features.Get<IConnectionUse>()!;

    public void Serve(ConnectionLimit limit)
    {
        if (limit.TryAdmit(_context.RemoteEndPoint) is not { } held)
            return;
        held.Attach(_context);
        _context.Aborted = End;
        Served = limit.ServeAsync(_context, _ =>
        {
            _served = true;
            return _end.Task;
        });
    }

    public void End() => _end.TrySetResult();

    private sealed class Context : DefaultConnectionContext
    {
        public bool WasAborted { get; private set; }

        public Action Aborted { get; set; } = static () => { };

        public override void Abort(ConnectionAbortedException abortReason)
        {
            WasAborted = true;
            Aborted();
        }
    }
}
