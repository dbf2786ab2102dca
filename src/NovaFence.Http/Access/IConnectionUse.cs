namespace NovaFence.Http.Access;

/// <summary>
/// A server's connection, among the features of its requests where the server keeps count: who proves nothing loses it first when there are too many.
/// </summary>
public interface IConnectionUse
{
    /// <summary>The request under way has shown a right token or signature: the connection is kept until it is answered.</summary>
    void Authenticated();
}
