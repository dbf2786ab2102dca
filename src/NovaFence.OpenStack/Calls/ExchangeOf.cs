namespace NovaFence.OpenStack.Calls;

/// <summary>An exchange whose reply has a body of type <typeparamref name="T"/>.</summary>
internal sealed class Exchange<T> : Exchange
    where T : class
{
    /// <summary>The body; there when <see cref="Exchange.Succeeded"/>.</summary>
    public T? Body { get; init; }

    /// <summary>A header of the reply that the body goes with: Keystone's <c>X-Subject-Token</c>.</summary>
    public string? SubjectToken { get; init; }

    /// <summary>One that never happened, and why.</summary>
    public static Exchange<T> NotSent(string why) => new() { End = ExchangeEnd.NotSent, Message = why };
}
