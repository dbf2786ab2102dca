using System.Text;
using Microsoft.Extensions.Configuration;
using NovaFence.Server.Hosting;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>How a configuration file is read: as .NET does, but for the empty list.</summary>
public sealed class ConfigurationFileTests
{
    private const string Text = """
        {
          // Comments and trailing commas are taken.
          "List": [], "Section": {}, "Text": "", "Nothing": null, "One": "a",
          "Items": [ { "Inner": [], "Empty": "" }, [], "" ],
        }
        """;

    private static readonly Dictionary<string, string?> ReadByDotNet = new(StringComparer.Ordinal)
    {
        ["List"] = "",
        ["Section"] = null,
        ["Text"] = "",
        ["Nothing"] = null,
        ["One"] = "a",
        ["Items:0:Inner"] = "",
        ["Items:0:Empty"] = "",
        ["Items:1"] = "",
        ["Items:2"] = "",
    };

    [Fact]
    public void Dot_NET_gives_an_empty_list_an_empty_text_and_an_empty_section_none()
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Text))).Build();

        Of(configuration).Should().BeEquivalentTo(ReadByDotNet);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    public void A_file_is_read_so_but_that_an_empty_list_has_no_value(string encoding, bool marked)
    {
        using var surroundings = new Surroundings();
        var path = surroundings.File("read.json");
        File.WriteAllBytes(path, [.. marked ? Encoding.GetEncoding(encoding).GetPreamble() : [], .. Encoding.GetEncoding(encoding).GetBytes(Text)]);
        var builder = new ConfigurationBuilder();
        builder.AddConfigurationFile(path);

        Of(builder.Build()).Should().BeEquivalentTo(new Dictionary<string, string?>(ReadByDotNet, StringComparer.Ordinal) { ["List"] = null, ["Items:0:Inner"] = null, ["Items:1"] = null });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_not_there_is_read_only_where_it_may_be_absent(bool optional)
    {
        using var surroundings = new Surroundings();
        var builder = new ConfigurationBuilder();
        var add = () => builder.AddConfigurationFile(surroundings.File("absent.json"), optional);

        if (optional)
            add.Should().NotThrow();
        else
            add.Should().Throw<FileNotFoundException>();
        builder.Build().AsEnumerable().Should().BeEmpty();
    }

    [Fact]
    public async Task A_pipe_can_be_read_once_and_is_enough()
    {
        using var surroundings = new Surroundings();
        surroundings.Variables["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "novafence.dll");
        await using var check = Novafence.StartScript(surroundings, """dotnet "$PROGRAM" check --config <(echo '{"NovaFence":{"Budget":{"MaxHosts":-1}}}')""");

        var ended = await check.EndAsync();

        ended.ExitCode.Should().NotBe(0);
        (ended.Output + ended.Error).Should().Contain("NovaFence:Budget:MaxHosts is -1");
    }

    /// <summary>What the provider holds, and not what the root makes of keys above a key.</summary>
    private static Dictionary<string, string?> Of(IConfigurationRoot configuration) => configuration.AsEnumerable()
        .Where(one => configuration.Providers.Single().TryGet(one.Key, out _)).ToDictionary(StringComparer.Ordinal);
}
