namespace NovaFence.OpenStack.Calls;

/// <summary>The kinds of calls; each has its own limits.</summary>
internal enum CallKind
{
    ForceDown,
    List,
    Token,
    Discovery,
}
