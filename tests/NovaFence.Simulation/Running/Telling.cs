using System.Runtime.CompilerServices;

namespace NovaFence.Simulation.Running;

/// <summary>A line of the timeline; put together only where there is one.</summary>
[InterpolatedStringHandler]
internal ref struct Telling
{
    private DefaultInterpolatedStringHandler _text;

    public Telling(int literalLength, int formattedCount, World world, out bool isTold)
    {
        isTold = world.Timeline is not null;
        _text = isTold ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    internal string Text => _text.ToStringAndClear();
}
