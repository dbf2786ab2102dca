namespace NovaFence.Architecture.Tests.Rooms;

public sealed class TypeTests
{
    private static readonly string[] EmptyNames = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities"];

    [Theory]
    [MemberData(nameof(RoomTests.All), MemberType = typeof(RoomTests))]
    public void A_class_is_sealed_unless_it_is_abstract_or_static(string name)
    {
        var open = RoomTable.Named(name).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsGenerated(type))
            .Select(type => type.FullName);

        open.Should().BeEmpty("nobody has planned for these to be derived from");
    }

    [Theory]
    [MemberData(nameof(RoomTests.All), MemberType = typeof(RoomTests))]
    public void No_class_is_called_after_nothing_in_particular(string name)
    {
        var vague = RoomTable.Named(name).Assembly.GetTypes()
            .Where(type => !IsGenerated(type) && EmptyNames.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
            .Select(type => type.FullName);

        vague.Should().BeEmpty();
    }

    private static bool IsGenerated(Type type) =>
        type.FullName!.Contains('<', StringComparison.Ordinal)
        || type.Namespace?.StartsWith("NovaFence", StringComparison.Ordinal) != true
        || type.GetCustomAttributes(inherit: false).Any(attribute => attribute is System.CodeDom.Compiler.GeneratedCodeAttribute or System.Runtime.CompilerServices.CompilerGeneratedAttribute);
}
