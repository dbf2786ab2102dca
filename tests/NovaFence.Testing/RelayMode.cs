namespace NovaFence.Testing;

/// <summary>What a <see cref="Relay"/> does with what passes through it.</summary>
public enum RelayMode
{
    /// <summary>Passes everything on.</summary>
    Open,

    /// <summary>Cuts every connection, the open ones too: the store is down.</summary>
    Cut,

    /// <summary>Takes everything and passes nothing on: the store hangs.</summary>
    Mute,

    /// <summary>
    /// Passes requests on, and cuts the connection in place of the next reply; then it is <see cref="Open"/> again. The store has done what
    /// was asked, and nobody learns of it.
    /// </summary>
    LoseReply,

    /// <summary>Passes nothing on, and answers each request as something that stands before the store: 404 and a page.</summary>
    Page,
}
