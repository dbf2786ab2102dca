using NovaFence.Http.Answers;

namespace NovaFence.Http.Access;

/// <summary>What the head of a request shows of its sender, before any of its body is read.</summary>
internal abstract record Credential
{
    private Credential() { }

    /// <summary>Nothing that could be right: the body is not read.</summary>
    public sealed record None(Problem Problem) : Credential;

    /// <summary>One of the receiver's tokens.</summary>
    public sealed record Token : Credential;

    /// <summary>A signature of the right form; whether it is right, only the body can tell.</summary>
    public sealed record Signature : Credential;
}
