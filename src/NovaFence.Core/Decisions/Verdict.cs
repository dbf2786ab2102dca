namespace NovaFence.Core.Decisions;

/// <summary>What a rule decided, and why.</summary>
/// <param name="Kind">What is to happen.</param>
/// <param name="Reason">Which reason of <c>docs/workflow.md</c> applies.</param>
/// <param name="Facts">The facts it rests on, for a person; without secrets.</param>
public sealed record Verdict(VerdictKind Kind, Reason Reason, string Facts)
{
    /// <summary>Title and facts in one line.</summary>
    public string Text => Facts.Length == 0 ? Reason.Title() : $"{Reason.Title()}: {Facts}";
}
