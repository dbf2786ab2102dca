namespace NovaFence.Server.Tests.Crashes;

/// <summary>The play on Table Storage.</summary>
public sealed class TablesPlay(AzuriteFixture azurite) : Play(_ => ("Ledger__Tables__ConnectionString", azurite.ConnectionString));
