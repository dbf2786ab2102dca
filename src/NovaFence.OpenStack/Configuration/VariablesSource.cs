namespace NovaFence.OpenStack.Configuration;

/// <summary>The <c>OS_*</c> variables of an openrc file.</summary>
internal sealed class VariablesSource(IUserEnvironment environment) : CloudSource("OS_* variables")
{
    public override string? this[CloudKey key] => key.Variables().Select(environment.Variable).FirstOrDefault(static value => value is not null);

    public override string Spell(CloudKey key) => key.Variables().FirstOrDefault(name => environment.Variable(name) is not null) ?? key.Variables()[0];
}
