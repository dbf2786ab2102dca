namespace NovaFence.Architecture.Tests.Rooms;

/// <summary>The projects and what each may know. A new project of <c>src/</c> gets a line here first.</summary>
internal static class RoomTable
{
    private static readonly string[] Http = ["System.Net.Http", "Microsoft.AspNetCore"];
    private static readonly string[] Azure = ["Azure", "Microsoft.Azure"];
    private static readonly string[] Stores = ["Microsoft.Data.Sqlite", "Azure.Data.Tables"];
    private static readonly string[] OpenStack = ["Refit", "YamlDotNet"];
    private static readonly string[] Console = ["System.CommandLine", "Wcwidth"];

    internal static IReadOnlyList<Room> All { get; } =
    [
        new("Core", [], [.. Azure, .. Http, .. Stores, .. OpenStack, .. Console, "Polly"]),
        new("OpenStack", ["Core"], [.. Azure, .. Stores, .. Console, "Microsoft.AspNetCore", "Cronos"]),
        new("Power", ["Core"], [.. Azure, .. Stores, .. OpenStack, .. Console, "Microsoft.AspNetCore", "Cronos"]),
        new("Ledger", ["Core"], [.. OpenStack, .. Console, "Microsoft.AspNetCore", "Cronos"]),
        new("Http", ["Core"], [.. Azure, .. Stores, .. OpenStack, .. Console, "Cronos"]),
        new("Sandbox", [], [.. Azure, .. Stores, .. OpenStack, .. Console]),
        new("Hosting", ["Core", "OpenStack", "Power", "Ledger", "Http"], [.. Azure, .. Stores, .. OpenStack, .. Console]),
        new("Functions", ["Core", "Http", "Hosting"], [.. Stores, .. OpenStack, .. Console]),
        new("Server", ["Core", "OpenStack", "Power", "Ledger", "Http", "Hosting", "Sandbox"], [.. Azure, .. Stores, "YamlDotNet"]),
    ];

    internal static Room Named(string name) => All.Single(room => room.Name == name);
}
