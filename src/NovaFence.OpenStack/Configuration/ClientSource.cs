namespace NovaFence.OpenStack.Configuration;

/// <summary>A cloud as openstacksdk reads it: that of the <c>OS_*</c> variables, or one of <c>clouds.yaml</c>.</summary>
/// <param name="name">What to call it in a sentence.</param>
/// <param name="values">What it says, each with the spelling it was found under.</param>
/// <param name="asVariable">Whether keys are spelled as variables.</param>
internal sealed class ClientSource(string name, IReadOnlyDictionary<CloudKey, (string Value, string Spelling)> values, bool asVariable) : CloudSource(name)
{
    public override string? this[CloudKey key] => values.TryGetValue(key, out var found) ? found.Value : null;

    /// <summary>The keys it has.</summary>
    public IEnumerable<CloudKey> Keys => values.Keys;

    public override string Spell(CloudKey key) =>
        values.TryGetValue(key, out var found) ? found.Spelling : asVariable ? key.Variable() : key.FileKey();
}
