namespace NovaFence.OpenStack.Warmth;

/// <summary>The last showing of the token in use.</summary>
internal sealed class WarmthRecord
{
    private volatile Showing? _last;

    public Showing? Last
    {
        get => _last;
        set => _last = value;
    }
}
