using Microsoft.AspNetCore.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Receivers;

/// <summary>What is particular to one sender: how it proves who it is, and how its body reads. Without I/O and without a clock.</summary>
internal interface IReceiver
{
    /// <summary>Its name in a route's <c>Receiver</c>, in the record and in logs.</summary>
    string Name { get; }

    /// <summary>Why it takes nothing; null when it is switched on.</summary>
    Problem? Off { get; }

    /// <summary>Time from the first byte to the answer.</summary>
    TimeSpan AnswerWithin { get; }

    /// <summary>What the head of the request shows of its sender.</summary>
    Credential CredentialOf(HttpRequest request);

    /// <summary>Why the delivery is not authentic; null when it is. <paramref name="body"/> is what was signed, byte for byte.</summary>
    Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt);

    /// <summary>Reads an authentic body; never throws, whatever it holds.</summary>
    Reading Read(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt);
}
