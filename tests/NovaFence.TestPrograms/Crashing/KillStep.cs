namespace NovaFence.TestPrograms.Crashing;

/// <summary>Where on the way of one PUT the process is killed.</summary>
public enum KillStep
{
    /// <summary>Nova has said how the host stands, and nobody has read that.</summary>
    AfterLook,

    /// <summary>It was looked at and decided, and nothing is in the ledger yet.</summary>
    BeforeIntent,

    /// <summary>The intent is stored, and nothing of the PUT is begun.</summary>
    AfterIntent,

    /// <summary>The request is made, with its token and body, and has not left.</summary>
    BeforePut,

    /// <summary>Nova has done it and said so, and nobody has read that.</summary>
    AfterPut,

    /// <summary>The answer is read and understood, and what became of it is not in the ledger.</summary>
    BeforeOutcome,

    /// <summary>The outcome is stored, and the sender has no answer.</summary>
    AfterOutcome,
}
