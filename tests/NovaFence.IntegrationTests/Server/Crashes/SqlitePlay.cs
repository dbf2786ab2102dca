namespace NovaFence.Server.Tests.Crashes;

/// <summary>The play on a file.</summary>
public sealed class SqlitePlay() : Play(surroundings => ("Ledger__Sqlite__Path", surroundings.File("ledger.db")));
