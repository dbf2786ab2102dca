using Xunit;

namespace NovaFence.Testing;

/// <summary>One line for all that is not run for what a machine lacks. Each test assembly that has a <see cref="NeedsAttribute"/> derives from it.</summary>
public abstract class MissingTests
{
    /// <summary>What is left out otherwise than by an attribute, and why.</summary>
    protected virtual IEnumerable<string> AlsoMissing => [];

    [Fact]
    public void Nothing_is_left_out_for_what_this_machine_lacks()
    {
        var left = GetType().Assembly.GetTypes().Select(type => (type.FullName, Missing: RunnableTests.Missing(type))).Where(type => type.Missing is not null)
            .GroupBy(type => type.Missing).Select(types => $"{string.Join(", ", types.Select(type => type.FullName!.Split('.')[^1]).Order(StringComparer.Ordinal))}: {types.Key}")
            .Concat(AlsoMissing).ToList();

        Assert.SkipWhen(left.Count > 0, $"Not run: {string.Join(" / ", left)}");
    }
}
