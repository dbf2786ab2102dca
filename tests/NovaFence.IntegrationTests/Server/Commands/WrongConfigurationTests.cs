using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Configurations that would be read otherwise than they were written: each stops the start, by the key that was typed.</summary>
public sealed class WrongConfigurationTests(CloudAndLedger given) : IClassFixture<CloudAndLedger>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Something in the file, and what is said of it.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { """{"Moode":"observe"}""", "NovaFence:Moode is no key of NovaFence: did you mean NovaFence:Mode?" },
        { """{"MaxHosts":1}""", "NovaFence:MaxHosts is no key of NovaFence: did you mean NovaFence:Budget:MaxHosts?" },
        { """{"Budget":{"Max_Hosts":1}}""", "NovaFence:Budget:Max_Hosts is no key of NovaFence: did you mean NovaFence:Budget:MaxHosts?" },
        { """{"Routes":[{"Matches":["*"]}]}""", "NovaFence:Routes:0:Matches is no key of NovaFence: did you mean NovaFence:Routes:0:Match?" },
        { """{"Cloud":{"Pasword":"hunter2"}}""", "NovaFence:Cloud:Pasword is no key of NovaFence: did you mean NovaFence:Cloud:Password?" },
        { """{"Ledger":{"Sqlite":{"File":"hunter2"}}}""", "NovaFence:Ledger:Sqlite:File is no key of NovaFence: did you mean NovaFence:Ledger:Sqlite:Path?" },
        { """{"Announce":{"Alertmanager":{"Url":"http://am:9093"}}}""", "NovaFence:Announce:Alertmanager:Url is no key of NovaFence: did you mean NovaFence:Announce:Alertmanager:Urls?" },
        { """{"Watchdog":{"Match":"alertname=\"Watchdog\""}}""", "NovaFence:Watchdog:Match is one value, but it is a list" },
        { """{"Receivers":{"PagerDuty":{"Secrets":"hunter2hunter2"}}}""", "NovaFence:Receivers:PagerDuty:Secrets is one value, but it is a list" },
        { """{"Access":{"ReaderTokens":{"hunter2":""}}}""", "NovaFence:Access:ReaderTokens is a list, and something in it has no number" },
        { """{"Routes":{"fenced":{"Name":"x"}}}""", "NovaFence:Routes is a list, and something in it has no number" },
        { """{"Budget":3}""", "NovaFence:Budget is one value, but a section belongs there, with MaxHosts" },
        { """{"Mode":["fence"]}""", "NovaFence:Mode is a list or a section, but one value belongs there: fence or observe" },
        { """{"Mode":1}""", "NovaFence:Mode is '1': write fence or observe" },
        { """{"Budget":{"MaxHosts":"0x3"}}""", "NovaFence:Budget:MaxHosts is '0x3': write a whole number, 1 to 1000" },
        { """{"Budget":{"MaxShare":1.5}}""", "NovaFence:Budget:MaxShare is 1.5: write a number, such as 0.2, above 0, up to 1" },
        { """{"Budget":{"MaxShare":"20%"}}""", "NovaFence:Budget:MaxShare is '20%': write a number" },
        { """{"Audit":{"KeepEvents":90}}""", "NovaFence:Audit:KeepEvents is '90': write a time as hh:mm:ss or d.hh:mm:ss, 1.00:00:00 to 3650.00:00:00" },
        { """{"Audit":{"KeepTombstones":"96:00:00"}}""", "NovaFence:Audit:KeepTombstones is '96:00:00': write a time" },
        { """{"Watchdog":{"Hold":"yes"}}""", "NovaFence:Watchdog:Hold is 'yes': write true or false" },
        { """{"Fencing":{"Disable":""}}""", "NovaFence:Fencing:Disable is empty: write true or false" },
        { """{"Cloud":{"List":{"Deadline":"00:20:00"}}}""", "NovaFence:Cloud:List:Deadline is 00:20:00: write a time as hh:mm:ss or d.hh:mm:ss, 00:00:00.1 to 00:10:00" },
        { """{"Receivers":{"PagerDuty":{"AnswerWithin":"00:00:05"}}}""", "00:00:01 to 00:00:04.9 (PagerDuty waits 5 s)" },
        { """{"Ledger":{"Timeout":"00:02:00"}}""", "NovaFence:Ledger:Timeout is 00:02:00: write a time as hh:mm:ss or d.hh:mm:ss, 00:00:00.1 to 00:01:00" },
        { """{"Watchdog":{"Match":["alertname=\"Watchdog\"",""]}}""", "NovaFence:Watchdog:Match:1 is empty" },
        { """{"Audit":{"Schedule":"every minute"}}""", "NovaFence:Audit:Schedule 'every minute' is not an NCRONTAB expression" },
        { """{"Routes":[{"FormerNames":"route 0"}]}""", "NovaFence:Routes:0:FormerNames is one value, but it is a list" },
        { """{"Hosts":{"Labels":""}}""", "NovaFence:Hosts:Labels is an empty text, but it is a list: write [ … ] around it in a file (NovaFence:Hosts:Labels:0)" },
        { """{"Routes":[{"Match":""}]}""", "NovaFence:Routes:0:Match is an empty text, but it is a list" },
        { """{"Budget":""}""", "NovaFence:Budget is an empty text, but a section belongs there, with MaxHosts" },
        { """{"Routes":[""]}""", "NovaFence:Routes:0 is an empty text, but a section belongs there, with Name" },
    };

    /// <summary>Something in the environment, and what is said of it.</summary>
    public static TheoryData<string, string, string> Variables => new()
    {
        { "NovaFence__Moode", "observe", "NovaFence:Moode (NovaFence__Moode) is no key of NovaFence: did you mean NovaFence:Mode (NovaFence__Mode)?" },
        { "NovaFence__Routes__0__Match", "alertname=\"HostDown\"", "NovaFence:Routes:0:Match (NovaFence__Routes__0__Match) is one value, but it is a list" },
        { "NovaFence__Routes__2__Name", "third", "NovaFence:Routes:1 is missing, and NovaFence:Routes:2 is there: number the list without gaps" },
        { "NovaFence__Hosts__Labels__01", "host", "NovaFence:Hosts:Labels (NovaFence__Hosts__Labels) is a list, and something in it has no number" },
        { "NovaFence__Budget_MaxHosts", "1", "NovaFence:Budget_MaxHosts (NovaFence__Budget_MaxHosts) is no key of NovaFence: did you mean NovaFence:Budget:MaxHosts (NovaFence__Budget__MaxHosts)?" },
        { "NovaFence_Budget_MaxHosts", "1", "NovaFence_Budget_MaxHosts is not read: between the parts of a key stand two underscores, NovaFence__Budget__MaxHosts" },
        { "NOVAFENCE__ROUTES__0__NAME", "other", "is set more than once, by NOVAFENCE__ROUTES__0__NAME and NovaFence__Routes__0__Name" },
        { "NovaFence__Hosts__Labels", "", "NovaFence:Hosts:Labels (NovaFence__Hosts__Labels) is an empty text, but it is a list" },
        { "NovaFence__Budget", "", "NovaFence:Budget (NovaFence__Budget) is an empty text, but a section belongs there" },
        { "NovaFence__Mode__0", "observe", "NovaFence:Mode (NovaFence__Mode) is a list or a section, but one value belongs there" },
        { "NovaFence__Release__SettleTime", "90", "NovaFence:Release:SettleTime (NovaFence__Release__SettleTime) is '90': write a time" },
        { "NovaFence__Access__OperatorTokens", "hunter2hunter2", "NovaFence:Access:OperatorTokens (NovaFence__Access__OperatorTokens) is one value, but it is a list" },
        { "NovaFence__Routes__0__Evidence", "label:fenced!=\"false\"", "NovaFence:Routes:0:Evidence (NovaFence__Routes__0__Evidence) is 'label:fenced!=\"false\"'" },
        { "NovaFence__Routes__0__Match__0", "host=~\"\\\\pN+\"", "NovaFence:Routes:0:Match:0" },
    };

    /// <summary>Files that are no configuration at all, and what is said behind the name of each.</summary>
    public static TheoryData<string, string> Broken => new()
    {
        { "{\n  \"NovaFence\": {\n    \"Mode\": \"observe\"\n    \"Budget\": {}\n  }\n}", ":4:5 is not JSON" },
        { "{\n  \"NovaFence\": { \"Cloud\": { \"Password\": hunter2 } }\n}", ":2:41 is not JSON" },
        { "{ \"NovaFence\": { \"Mode\": tru3hunter2 } }", "what stands there is an invalid JSON literal" },
        { "{\n \"NovaFence\": { \"Mode\": \"fence\",\n  \"mode\": \"observe\" } }", ":3:3 has the key \"mode\" a second time in the same object" },
        { "[1]", ":1:1 must be an object" },
        { "", ":1:1 is not JSON" },
        { "{ \"NovaFense\": { \"Mode\": \"observe\" } }", ":1:3 has \"NovaFense\", which is not read: did you mean \"NovaFence\"?" },
        { "{ \"Logging\": {}, \"Budget\": { \"MaxHosts\": 1 } }", ":1:18 has \"Budget\" at the top, where it is not read" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_a_file_says_wrong_is_named_by_its_key(string novaFence, string said) => Is(await CheckAsync($"{{\"NovaFence\":{novaFence}}}"), said);

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task What_the_environment_says_wrong_is_named_as_it_was_typed(string name, string value, string said) => Is(await CheckAsync("{}", (name, value)), said);

    [Theory]
    [InlineData("""{"Hosts":{"Labels":[],"Domains":[]},"Budget":{},"Watchdog":{"Match":[]},"Access":{"ReaderTokens":[]}}""")]
    [InlineData("""{"Hosts":{"Labels":{}},"Audit":null,"Access":{"ReaderTokens":null},"Routes":[{"FormerNames":[]}]}""")]
    public async Task An_empty_list_or_section_is_none(string novaFence)
    {
        var ended = await CheckAsync($"{{\"NovaFence\":{novaFence}}}");
        ended.ExitCode.Should().Be(0, "it said {0}{1}", ended.Output, ended.Error);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_file_is_named_with_line_and_column(string text, string said)
    {
        var ended = await CheckAsync(text);
        Is(ended, said);
        ended.Error.Should().NotContain("hunter2");
    }

    [Fact]
    public async Task All_of_them_are_named_at_once_and_serve_refuses_too()
    {
        using var surroundings = Sound();
        await File.WriteAllTextAsync(
            surroundings.File("wrong.json"), """{"NovaFence":{"Moode":"observe","Budget":{"MaxHosts":0},"Ledger":{"Timeout":"soon"},"Receivers":{"MaxBodyBytes":1},"Cloud":{"Retries":1}}}""", Token);
        surroundings.Variables["NovaFence__Routes__1__Receiver"] = "alertmanager";
        surroundings.Variables["NovaFence__Access__ReaderTokens"] = "hunter2hunter2";

        var ended = await Novafence.RunAsync(surroundings, "serve", "--port", "0", "--config", "wrong.json");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        foreach (var key in (string[])
        [
            "NovaFence:Moode ", "NovaFence:Budget:MaxHosts ", "NovaFence:Ledger:Timeout ", "NovaFence:Receivers:MaxBodyBytes ", "NovaFence:Cloud:Retries ",
            "NovaFence:Routes:1:Name ", "NovaFence:Routes:1:Match ", "NovaFence:Routes:1:Evidence ", "NovaFence:Access:ReaderTokens ",
        ])
        {
            ended.Error.Split('\n').Should().ContainSingle(line => line.Contains($"- {key}", StringComparison.Ordinal), key);
        }

        (ended.Output + ended.Error).Should().NotContain("hunter2");
    }

    [Fact]
    public async Task Both_files_are_named_when_both_are_broken()
    {
        using var surroundings = Sound();
        foreach (var file in (string[])["appsettings.json", "wrong.json"])
            await File.WriteAllTextAsync(surroundings.File(file), "{", Token);

        var ended = await Novafence.RunAsync(surroundings, "serve", "--port", "0", "--config", "wrong.json");

        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Contain("appsettings.json:1:2 is not JSON").And.Contain("wrong.json:1:2 is not JSON");
    }

    [Fact]
    public async Task What_is_in_force_is_said_by_check_and_by_serve()
    {
        using var surroundings = Sound();
        await Ledgers.MakeAsync(surroundings.File("ledger.db"));
        surroundings.Variables["NovaFence__Mode"] = "observe";
        surroundings.Variables["NovaFence__Watchdog__Match__0"] = "alertname=\"Watchdog\"";
        string[] inForce =
        [
            "observe, nothing is sent to Nova",
            "alertname=\"Watchdog\" of alertmanager, silent after 00:15:00",
            "named by the label host",
            "NovaFence holds down 1 of 5 hosts at most (MaxHosts 3; MaxShare 0.2 is 1, those that others forced down counted); 6 force-downs an hour, 2 of the same host",
            "more than 4 of 5 hosts alerting within 00:10:00 hold every force-down",
            "every alert of alertmanager; evidence asserted; release immediately",
            $"ledger: the file {surroundings.File("ledger.db")}, partition default",
            $"cloud: {given.Cloud.AuthUrl}",
        ];

        var check = await Novafence.RunAsync(surroundings, "check");
        foreach (var line in inForce)
            check.Output.Should().Contain(line);

        await using var program = Novafence.Start(surroundings, "serve", "--port", "0");
        foreach (var line in inForce.Append("mode: observe, nothing is sent to Nova").Append("route hosts: "))
            await program.WhenPrintedAsync(line);
    }

    private static void Is(Ended ended, string said)
    {
        ended.ExitCode.Should().Be(1, "it said {0}{1}", ended.Output, ended.Error);
        (ended.Output + ended.Error).Should().Contain(said).And.NotContain("   at ").And.NotContain("hunter2");
    }

    private Surroundings Sound()
    {
        var surroundings = new Surroundings();
        foreach (var (name, value) in given.Surroundings.Variables)
            surroundings.Variables[name] = value;
        surroundings.Variables["NovaFence__Ledger__Sqlite__Path"] = surroundings.File("ledger.db");
        // The environment counts more than a file, in which this is said wrong.
        surroundings.Variables.Remove("NovaFence__Ledger__Timeout");
        return surroundings;
    }

    private async Task<Ended> CheckAsync(string file, params (string Name, string Value)[] variables)
    {
        using var surroundings = Sound();
        await File.WriteAllTextAsync(surroundings.File("wrong.json"), file, Token);
        foreach (var (name, value) in variables)
            surroundings.Variables[name] = value;
        return await Novafence.RunAsync(surroundings, "check", "--config", "wrong.json");
    }
}
