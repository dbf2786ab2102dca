using System.Text;
using System.Text.Json;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>Makes cases up: mostly right ones, with habits of people and some slips. The same seed and number make the same case.</summary>
internal static class CaseGenerator
{
    private static readonly string[] Domains = ["Default", "default", "ops"];
    private static readonly string[] Regions = ["RegionOne", "RegionTwo", "north-1"];
    private static readonly string[] Interfaces = ["public", "internal", "admin", "publicURL", "internalURL"];
    private static readonly string[] Urls = ["http://k:5000", "http://k:5000/", "https://k:5000/v3", "https://k/identity", "https://k/identity/v3/", "http://k:35357/v2.0"];
    private static readonly string[] Types = ["v3password", "v3applicationcredential", "password", "v3token", "token", "v3totp", "v2password", "none", "v3oidcpassword"];

    private static readonly string[] Oddities =
    [
        "~", "null", "''", "yes", "off", "0123", "1_000", "12.50", "2026-11-28", "77", "0x1f", "1:30", "{a: 1}", "[a]", "!!str 010", "\"{region_name}\"", "1e5",
    ];

    // Made up with what belongs under auth, and moved to where it belongs.
    private const string TypeOfCredential = "auth_type";

    public static ClientCase Case(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        return random.Next(4) == 0 ? OfVariables(random, number) : OfFiles(random, number);
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) + number);

    private static ClientCase OfVariables(Random random, int number)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Top(random).Concat(Auth(random)))
            variables["OS_" + key.Replace('-', '_').ToUpperInvariant()] = random.Next(20) == 0 ? "" : Bare(value);
        if (random.Next(6) == 0)
            variables["OS_CLOUD"] = random.Next(2) == 0 ? "envvars" : "sb";
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (random.Next(3) == 0)
            files["here/clouds.yaml"] = "clouds:\n  sb:\n" + Block(random, "    ", Top(random)) + "    auth:\n" + Block(random, "      ", Auth(random));
        return new ClientCase($"variables {number}", files, variables);
    }

    private static ClientCase OfFiles(Random random, int number)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["OS_CLOUD"] = random.Next(40) == 0 ? "other" : "sb" };
        var top = Top(random);
        var auth = Auth(random);
        var secure = new List<(string, string)>();

        if (auth.Find(static entry => entry.Key is TypeOfCredential) is { Key: not null } type)
        {
            auth.Remove(type);
            top.RemoveAll(static entry => entry.Key.Replace('-', '_') is TypeOfCredential);
            top.Add(type);
        }

        // Some of what belongs under auth stands beside it, or says something else there.
        foreach (var entry in auth.Where(_ => random.Next(10) == 0).ToList())
        {
            var moved = random.Next(2) == 0;
            if (moved)
                auth.Remove(entry);
            top.Add(moved ? entry : (entry.Key, "beside"));
        }

        if (random.Next(3) == 0)
        {
            secure.AddRange(auth.Where(static entry => entry.Key.Contains("pass", StringComparison.Ordinal) || entry.Key.Contains("secret", StringComparison.Ordinal)));
            if (random.Next(2) == 0)
                auth.RemoveAll(secure.Contains);
            if (random.Next(5) == 0)
                secure.Add(("project_name", "'of-secure'"));
        }

        var text = new StringBuilder();
        var merged = random.Next(4) == 0 ? top.Where(_ => random.Next(2) == 0).ToList() : [];
        if (merged.Count > 0)
        {
            text.Append("shared: &shared\n").Append(Block(random, "  ", merged));
            if (random.Next(3) > 0)
                top.RemoveAll(merged.Contains);
            top.Add(("<<", random.Next(3) == 0 ? "[*shared]" : "*shared"));
        }

        if (random.Next(6) == 0)
        {
            top.Add((random.Next(4) == 0 ? "cloud" : "profile", random.Next(8) == 0 ? "nowhere" : "house"));
            var profile = Top(random);
            profile.RemoveAll(static entry => entry.Key.Contains("auth", StringComparison.Ordinal));
            files[Folder(random) + "clouds-public.yaml"] = "public-clouds:\n  house:\n" + Block(random, "    ", profile)
                + "    auth:\n" + Block(random, "      ", [("auth_url", "http://house:5000"), .. random.Next(2) == 0 ? Auth(random).Take(2) : []]);
        }

        text.Append("clouds:\n  other: {region_name: elsewhere}\n  sb:\n").Append(Block(random, "    ", top));
        text.Append("    auth:\n").Append(Block(random, "      ", auth));
        files[Folder(random) + "clouds" + (random.Next(5) == 0 ? ".yml" : ".yaml")] = text.ToString();
        if (secure.Count > 0)
            files[Folder(random) + "secure.yaml"] = "clouds:\n  sb:\n    auth:\n" + Block(random, "      ", secure);
        if (random.Next(10) == 0)
            files["home/.config/openstack/clouds.json"] = JsonSerializer.Serialize(new { clouds = new { sb = new { region_name = "of-json", auth = new { auth_url = "http://json:5000", username = "j", password = "S3CR3T", project_id = "p", user_domain_id = "d" } } } });
        if (random.Next(12) == 0)
            variables["OS_REGION_NAME"] = Pick(random, Regions);
        if (random.Next(20) == 0)
            variables["OS_CLIENT_CONFIG_FILE"] = "$ROOT/" + (random.Next(2) == 0 ? "nowhere.yaml" : files.Keys.First());
        return new ClientCase($"files {number}", files, variables);
    }

    private static List<(string Key, string Value)> Auth(Random random)
    {
        var auth = new List<(string Key, string Value)> { ("auth_url", Pick(random, Urls)) };
        if (random.Next(5) == 0)
        {
            auth.Add(random.Next(2) == 0 ? ("application_credential_id", "9f3a") : ("application_credential_name", "fencing"));
            auth.Add(("application_credential_secret", "S3CR3Tc"));
            if (random.Next(3) > 0)
                auth.Add((TypeOfCredential, "v3applicationcredential"));
            if (auth[1].Key.EndsWith("name", StringComparison.Ordinal) || random.Next(10) == 0)
                User(random, auth);
            if (random.Next(10) == 0)
                auth.Add(("project_name", "ops"));
        }
        else
        {
            User(random, auth);
            auth.Add(("password", random.Next(6) == 0 ? "20262027" : "S3CR3Tp"));
            auth.Add((random.Next(4) == 0 ? "project_id" : random.Next(6) == 0 ? "tenant_name" : "project_name", random.Next(8) == 0 ? "42" : "ops"));
            if (random.Next(12) == 0)
                auth.Add(("tenant_name", "old"));
            if (random.Next(2) == 0)
                auth.Add((random.Next(2) == 0 ? "project_domain_id" : "project_domain_name", Pick(random, Domains)));
            else if (random.Next(6) > 0)
                auth.Add((Pick(random, ["domain_id", "domain_name", "default_domain_id", "default_domain_name"]), Pick(random, Domains)));
        }

        if (random.Next(25) == 0)
            auth.Add(Pick(random, [("token", "S3CR3Tt"), ("trust_id", "t"), ("system_scope", "all"), ("passcode", "'123456'"), ("user", "u"), ("region_name", "r")]));
        return Slips(random, Unique(auth));
    }

    private static void User(Random random, List<(string Key, string Value)> auth)
    {
        if (random.Next(5) == 0)
        {
            auth.Add(("user_id", "4b8c"));
            return;
        }

        auth.Add((random.Next(12) == 0 ? "user_name" : "username", "keeper"));
        if (random.Next(5) > 0)
            auth.Add((random.Next(2) == 0 ? "user_domain_id" : "user_domain_name", Pick(random, Domains)));
    }

    private static List<(string Key, string Value)> Top(Random random)
    {
        var top = new List<(string Key, string Value)>();
        Sometimes(2, "region_name", Pick(random, Regions));
        Sometimes(8, "regions", Pick(random, ["[RegionTwo, RegionOne]", "[{name: RegionTwo}, RegionOne]", "[{name: RegionOne, values: {interface: internal, region_name: x}}]",
            "[{name: RegionOne, values: {auth: {username: regional}, cacert: ca.pem, interface: ~}}]", "[12]", random.Next(4) == 0 ? Pick(random, "[]", "[{name: a, other: b}]", "RegionOne") : "[north-1]"]));
        Sometimes(3, "interface", random.Next(5) == 0 ? "[internal, publicURL]" : Pick(random, Interfaces));
        Sometimes(12, "endpoint_type", Pick(random, Interfaces));
        Sometimes(10, "compute_interface", Pick(random, Interfaces));
        Sometimes(20, "compute_endpoint_type", Pick(random, Interfaces));
        Sometimes(12, "compute_region_name", Pick(random, Regions));
        Sometimes(10, "compute_endpoint_override", "https://nova:8774/v2.1");
        Sometimes(20, "compute_endpoint", "https://other:8774/v2.1");
        Sometimes(3, "auth_type", random.Next(6) > 0 ? Pick(random, "password", "v3password") : Pick(random, Types));
        Sometimes(80, "auth_plugin", Pick(random, Types));
        Sometimes(6, "cacert", Pick(random, ["ca.pem", "~/ca.pem", "$ROOT/home/ca.pem", random.Next(5) == 0 ? "/nowhere/ca.pem" : "ca.pem"]));
        Sometimes(15, "verify", random.Next(3) == 0 ? Pick(random, "false", "'true'", "no") : Pick(random, "true", "True", "yes"));
        Sometimes(20, "insecure", random.Next(3) == 0 ? Pick(random, "true", "'true'", "on") : Pick(random, "false", "'no'", "~"));
        Sometimes(80, "cert", "/c.pem");
        Sometimes(8, "identity_api_version", "3");
        Sometimes(8, "compute_api_version", "'2.1'");
        Sometimes(12, "volume_api_version", "3");
        Sometimes(15, "floating_ip_source", "neutron");
        Sometimes(60, "compute_service_type", "computev3");
        return Slips(random, top);

        void Sometimes(int of, string key, string value)
        {
            if (random.Next(of) == 0)
                top.Add((key, value));
        }
    }

    // A value of another kind, or '-' for '_'.
    private static List<(string Key, string Value)> Slips(Random random, List<(string Key, string Value)> entries) =>
    [
        .. entries.Select(entry => (
            random.Next(12) == 0 ? entry.Key.Replace('_', '-') : entry.Key,
            random.Next(80) == 0 ? Pick(random, Oddities) : random.Next(10) == 0 && IsBareWord(entry.Value) ? $"'{entry.Value}'" : entry.Value)),
    ];

    private static List<(string Key, string Value)> Unique(List<(string Key, string Value)> entries) => [.. entries.DistinctBy(static entry => entry.Key)];

    private static bool IsBareWord(string value) => value.All(char.IsAsciiLetterOrDigit);

    private static string Bare(string value) => value.Length > 1 && value[0] == '\'' ? value.Trim('\'') : value;

    private static string Folder(Random random) => Pick(random, ["here/", "here/", "home/.config/openstack/", "etc/openstack/"]);

    private static string Block(Random random, string indent, List<(string Key, string Value)> entries)
    {
        var shuffled = entries.ToArray();
        random.Shuffle(shuffled);
        return string.Concat(shuffled.Select(entry => $"{indent}{entry.Key}: {entry.Value}\n"));
    }

    private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];
}
