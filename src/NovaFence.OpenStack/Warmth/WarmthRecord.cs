namespace NovaFence.OpenStack.Warmth;

/// <summary>The last showing of the token in use.</summary>
internal sealed class WarmthRecord
{
    private volatile Showing? last;

    public Showing? Last
    {
        get => last;
        set => last = value;
    }
}
