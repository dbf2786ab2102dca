using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Options;

/// <summary>The one way in which options are read and validated.</summary>
public sealed class OptionsTests
{
    private static IReadOnlyList<string> Problems(params (string Key, string? Value)[] written)
    {
        var configuration = Configuration(written);
        using var services = new ServiceCollection()
            .AddNovaFenceOptions<Sample>(configuration, "NovaFence:Sample")
            .AddNovaFenceOptionsCheck<Sample, SampleCheck>()
            .AddNovaFenceKnownKeys(configuration)
            .BuildServiceProvider();
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures)];
        }
    }

    private static Sample Read(params (string Key, string? Value)[] written) => Configuration(written).ReadNovaFenceOptions<Sample>("NovaFence:Sample");

    private static IConfigurationRoot Configuration((string Key, string? Value)[] written) =>
        new ConfigurationBuilder().AddInMemoryCollection(written.Select(one => KeyValuePair.Create($"NovaFence:Sample:{one.Key}", one.Value))).Build();

    [Fact]
    public void What_is_written_is_read()
    {
        var sample = Read(
            ("Name", "n"), ("Count", "7"), ("share", "0.25"), ("Time", "1.02:03:04.5"), ("On", "TRUE"), ("Mode", "observe"), ("List:0", "a"), ("List:1", "b"),
            ("Items:0:Name", "x"), ("Items:1:Name", "y"), ("Map:severity", "page"), ("Map:team", "vm"), ("Part:Count", "2"));

        sample.Should().BeEquivalentTo(new
        {
            Name = "n",
            Count = (int?)7,
            Share = 0.25,
            Time = new TimeSpan(1, 2, 3, 4, 500),
            On = true,
            Mode = FenceMode.Observe,
            Map = new Dictionary<string, string> { ["severity"] = "page", ["team"] = "vm" },
            Part = new { Count = 2 },
        });
        sample.List.Should().Equal("a", "b");
        sample.Items.Select(item => item.Name).Should().Equal("x", "y");
        Problems(("Name", "n")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Count", "1e3")]
    [InlineData("Count", "0x10")]
    [InlineData("Count", "1,000")]
    [InlineData("Count", "99999999999")]
    [InlineData("Count", " ")]
    [InlineData("Share", "NaN")]
    [InlineData("Share", "0,2")]
    [InlineData("Share", "1e-1")]
    [InlineData("Time", "90")]
    [InlineData("Time", "90s")]
    [InlineData("Time", "24:00:00")]
    [InlineData("Time", "00:10")]
    [InlineData("Time", "1:00:00:00")]
    [InlineData("Time", "-00:00:01")]
    [InlineData("On", "1")]
    [InlineData("On", "yes")]
    [InlineData("Mode", "0")]
    [InlineData("Mode", "fence,observe")]
    [InlineData("Mode", "")]
    public void What_dotnet_would_read_as_something_is_no_value(string key, string value) =>
        Problems(("Name", "n"), (key, value)).Should().ContainSingle().Which.Should().StartWith($"NovaFence:Sample:{key} is ").And.Contain("write ");

    [Fact]
    public void Each_kind_in_the_place_of_another_is_a_problem() =>
        Problems(("Name", "n"), ("List", "a"), ("Items", "a"), ("Map", "a"), ("Part", "a"), ("Count:0", "1"), ("Items:0:Name:x", "1"), ("Map:x:y", "1"), ("List:0:x", "1")).Should().SatisfyRespectively(
            count => count.Should().StartWith("NovaFence:Sample:Count is a list or a section"),
            list => list.Should().StartWith("NovaFence:Sample:List is one value, but it is a list"),
            item => item.Should().StartWith("NovaFence:Sample:List:0 is a list or a section"),
            items => items.Should().StartWith("NovaFence:Sample:Items is one value, but it is a list"),
            name => name.Should().StartWith("NovaFence:Sample:Items:0:Name is a list or a section"),
            map => map.Should().StartWith("NovaFence:Sample:Map is one value, but it holds names"),
            entry => entry.Should().StartWith("NovaFence:Sample:Map:x is a list or a section"),
            part => part.Should().StartWith("NovaFence:Sample:Part is one value, but a section belongs there, with Name, Count"));

    [Fact]
    public void What_has_no_value_is_an_empty_list_or_section() =>
        Problems(("Name", "n"), ("List", null), ("Items", null), ("Map", null), ("Part", null), ("Count", null)).Should().BeEmpty();

    [Theory]
    [InlineData("List", "it is a list")]
    [InlineData("Items", "it is a list")]
    [InlineData("Map", "it holds names and values")]
    [InlineData("Part", "a section belongs there")]
    [InlineData("Items:0", "a section belongs there")]
    public void An_empty_text_is_none(string key, string said) =>
        Problems(("Name", "n"), (key, "")).Should().Contain(problem => problem.StartsWith($"NovaFence:Sample:{key} is an empty text, but {said}", StringComparison.Ordinal));

    [Fact]
    public void A_hole_is_named_and_what_stands_behind_it_keeps_its_number() =>
        Problems(("Name", "n"), ("Items:0:Count", "1"), ("Items:2:Count", "0")).Should().Equal(
            "NovaFence:Sample:Items:1 is missing, and NovaFence:Sample:Items:2 is there: number the list without gaps",
            "NovaFence:Sample:Items:2:Count is 0: write a whole number, 1 to 9");

    [Fact]
    public void A_list_s_key_that_is_no_number_is_not_shown() =>
        Problems(("Name", "n"), ("List:hunter2", "x"), ("List:hunter3", "x")).Should().ContainSingle().Which.Should().StartWith("NovaFence:Sample:List is a list").And.NotContain("hunter");

    [Fact]
    public void What_is_missing_out_of_range_or_contradicts_something_is_said_with_the_rest() =>
        Problems(("Count", "0"), ("Part:Count", "x"), ("List:0", "bad"), ("Nmae", "n")).Should().BeEquivalentTo(
            "NovaFence:Sample:Part:Count is 'x': write a whole number, 1 to 9, or leave it out",
            "NovaFence:Sample:Name is missing: write a text",
            "NovaFence:Sample:Count is 0: write a whole number, 1 to 9",
            "NovaFence:Sample:List:0 is bad",
            "NovaFence:Sample:Nmae is no key of NovaFence: did you mean NovaFence:Sample:Name?");

    [Fact]
    public void Of_a_key_that_could_not_be_read_the_check_says_nothing_more() =>
        Problems(("Name", "n"), ("List:0:x", "bad")).Should().ContainSingle().Which.Should().StartWith("NovaFence:Sample:List:0 is a list or a section");

    [Theory]
    [InlineData("Part:Counts", "NovaFence:Sample:Part:Count")]
    [InlineData("Items:3:Nam", "NovaFence:Sample:Items:3:Name")]
    [InlineData("Part_Count", "NovaFence:Sample:Part:Count")]
    [InlineData("Part:List", "NovaFence:Sample:List")]
    public void The_nearest_known_key_is_suggested(string key, string suggested) =>
        Problems(("Name", "n"), ("Items:0:Name", "a"), ("Items:1:Name", "a"), ("Items:2:Name", "a"), (key, "1")).Should().ContainSingle(problem => problem.EndsWith($"did you mean {suggested}?", StringComparison.Ordinal));

    [Fact]
    public void Variables_that_are_not_read_or_of_which_one_counts_are_named()
    {
        var keys = new KnownKeysValidation(Configuration([]), [new ConfigurationPart("NovaFence:Sample", typeof(Sample))], [new OwnVariable("NOVAFENCE_SAMPLE_SHARE")]);

        keys.OfVariables(["NOVAFENCE_TOKEN", "NovaFence__Sample__Name", "NovaFence_Sample_Count", "NOVAFENCE__SAMPLE__NAME", "NOVAFENCE_SAMPLE_ITEMS_0_NAME", "NOVAFENCE_SAMPLE_SHARE", "PATH"]).Should().BeEquivalentTo(
            "NovaFence_Sample_Count is not read: between the parts of a key stand two underscores, NovaFence__Sample__Count",
            "NOVAFENCE_SAMPLE_ITEMS_0_NAME is not read: between the parts of a key stand two underscores, NovaFence__Sample__Items__0__Name",
            "NOVAFENCE:SAMPLE:NAME is set more than once, by NOVAFENCE__SAMPLE__NAME and NovaFence__Sample__Name, and only one of them counts: keep one");
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("List:0")]
    [InlineData("Map:severity")]
    [InlineData("Items:0:Name")]
    [InlineData("Part:Name")]
    public void What_stands_for_a_value_is_taken_for_none(string key)
    {
        string[] written =
        [
            "@Microsoft.KeyVault(SecretUri=https://example.vault.azure.net/secrets/x)", "@Microsoft.AppConfiguration(Endpoint=https://example.azconfig.io;Key=x)", "akvs://0123/example/x",
            "${EXAMPLE}", "${EXAMPLE:-x}", "${EXAMPLE:-${OTHER}}", "${env:EXAMPLE}", "${my-example}", "${{secrets.EXAMPLE}}", "${{ secrets.EXAMPLE }}", "$(EXAMPLE)", "$(my.example-1)",
            "{{ example }}", "{{secrets.EXAMPLE}}", "\"akvs://0123/example/x\"", "'${EXAMPLE}'",
        ];
        foreach (var value in written)
        {
            (string, string?)[] keys = key == "Name" ? [(key, value)] : [(key, value), ("Name", "x")];
            Problems(keys).Should().ContainSingle().Which.Should().StartWith($"NovaFence:Sample:{key} is ").And.NotContain(value);
        }

        string[] meant = ["costs ${EXAMPLE} a month", "$ecret-of-32", "a$(b", "$(a b)", "{host}", "https://{host}-bmc.example.com", "x{{y}}", "$", "\"", ""];
        foreach (var value in meant)
            Problems(("Name", "x"), ("Map:severity", value)).Should().BeEmpty();
    }

    public sealed class Sample
    {
        [Required]
        public string? Name { get; set; }

        [Range(1, 9)]
        public int? Count { get; set; }

        public double Share { get; set; }

        public TimeSpan Time { get; set; }

        public bool On { get; set; }

        public FenceMode Mode { get; set; }

        public IList<string> List { get; } = [];

        public IList<Item> Items { get; } = [];

        public IDictionary<string, string> Map { get; } = new Dictionary<string, string>();

        public Item Part { get; } = new();
    }

    public sealed class Item
    {
        public string? Name { get; set; }

        [Range(1, 9)]
        public int Count { get; set; } = 1;
    }

    private sealed class SampleCheck : IOptionsCheck<Sample>
    {
        public IEnumerable<string> Problems(Sample options) =>
            options.List.Select((item, index) => item is "bad" or "" ? FormattableString.Invariant($"NovaFence:Sample:List:{index} is bad") : null).OfType<string>();
    }
}
