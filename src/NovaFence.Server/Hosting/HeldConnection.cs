using Microsoft.AspNetCore.Connections;
using NovaFence.Http.Access;

namespace NovaFence.Server.Hosting;

/// <summary>A connection that was taken in, until it ends or is closed for another one.</summary>
internal sealed class HeldConnection : IConnectionUse
{
    private readonly ConnectionLimit _limit;
    private ConnectionContext? _connection;

    internal HeldConnection(ConnectionLimit limit, AddressConnections address) => (_limit, Address, Node) = (limit, address, new(this));

    /// <summary>The connections of its address.</summary>
    public AddressConnections Address { get; }

    /// <summary>Its place among those that nobody authentic is using; of no list while somebody does, and when it is no longer held.</summary>
    public LinkedListNode<HeldConnection> Node { get; }

    /// <summary>Whether an authentic request has ever come over it.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Whether it is still among the connections of its address.</summary>
    public bool IsHeld { get; set; } = true;

    /// <summary>An authentic request is under way: it is not closed until that is answered.</summary>
    public void Keep()
    {
        IsProven = true;
        Node.List?.Remove(Node);
    }

    /// <summary>Says which connection it is.</summary>
    public void Attach(ConnectionContext connection)
    {
        _connection = connection;
        connection.Features.Set<IConnectionUse>(this);
    }

    /// <summary>Closes it; its file is free when this returns.</summary>
    public void Close() => _connection?.Abort(new ConnectionAbortedException("closed for another one"));

    /// <inheritdoc />
    public void Authenticated() => _limit.Authenticated(this);
}
