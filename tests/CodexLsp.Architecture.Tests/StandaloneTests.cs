using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CodexLsp.Architecture.Tests;

/// <summary>A clone builds anywhere: it names no machine, no mirror and nothing beside itself, and its versions are fixed.</summary>
public sealed partial class StandaloneTests
{
    [Fact]
    public void No_file_names_a_machine_or_a_registry() => Findings.None(Repository.Files.SelectMany(Foreign));

    [Theory]
    [InlineData("see /wo" + "rk/main/a.cs")]
    [InlineData("\"/ro" + "ot/.nuget\"")]
    [InlineData("https://registry.npm" + "js.org/eslint")]
    [InlineData("https://api.nu" + "get.org/v3/index.json")]
    [InlineData("[design](../../sha" + "red/design/README.md)")]
    public void A_foreign_place_would_be_seen(string text) => Assert.Single(Foreign(new("a.md", text)));

    [Theory]
    [InlineData("net/work/root.cs")]
    [InlineData("out/root/file")]
    public void Folders_of_our_own_are_not_foreign(string text) => Assert.Empty(Foreign(new("a.md", text)));

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Findings.None(NotInSolution(Repository.File("CodexLsp.sln").Text, Repository.Projects));

    [Fact]
    public void A_forgotten_project_would_be_seen() =>
        Assert.Equal(
            ["server/B/B.csproj"],
            NotInSolution(@"Project = ""A"", ""server\A\A.csproj""", [new("server/A/A.csproj", ""), new("server/B/B.csproj", "")]));

    [Fact]
    public void Package_versions_stand_in_the_central_file_only() =>
        Findings.None(Repository.Files.Where(file => file.Is(".csproj")).SelectMany(OwnVersions));

    [Theory]
    [InlineData("""<PackageReference Include="A" Version="1.0.0" />""")]
    [InlineData("""<PackageReference Include="A" VersionOverride="1.0.0" />""")]
    [InlineData("""<PackageReference Include="A"><Version>1.0.0</Version></PackageReference>""")]
    public void A_version_of_a_projects_own_would_be_seen(string reference) =>
        Assert.Single(OwnVersions(new("A.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>")));

    [Fact]
    public void The_sample_takes_its_test_packages_in_the_repositorys_versions()
    {
        var ours = CentralVersions("Directory.Packages.props");
        Assert.All(CentralVersions("samples/Shop/Directory.Packages.props"), package => Assert.Equal(ours[package.Key], package.Value));
    }

    [Fact]
    public void Npm_packages_are_exact_and_the_lock_file_names_no_download_address()
    {
        using var manifest = JsonDocument.Parse(Repository.File("package.json").Text);
        Assert.All(
            manifest.RootElement.GetProperty("devDependencies").EnumerateObject(),
            package => Assert.Matches(@"^\d+\.\d+\.\d+$", package.Value.GetString()));
        Assert.DoesNotContain("\"resolved\"", Repository.File("package-lock.json").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_extension_and_the_host_have_one_version()
    {
        using var manifest = JsonDocument.Parse(Repository.File("package.json").Text);
        Assert.Equal(
            XDocument.Parse(Repository.File("Directory.Build.props").Text).Descendants("Version").Single().Value,
            manifest.RootElement.GetProperty("version").GetString());
    }

    private static IEnumerable<string> Foreign(SourceFile file) =>
        ForeignPlace().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}");

    private static IEnumerable<string> NotInSolution(string solution, IEnumerable<SourceFile> projects) =>
        projects.Select(project => project.Path).Where(path => !solution.Contains($"\"{path.Replace('/', '\\')}\"", StringComparison.Ordinal));

    private static IEnumerable<string> OwnVersions(SourceFile project) =>
        XDocument.Parse(project.Text)
            .Descendants("PackageReference")
            .Where(e => e.Attribute("Version") is not null || e.Attribute("VersionOverride") is not null || e.Element("Version") is not null)
            .Select(e => $"{project.Path}: {e.Attribute("Include")?.Value}");

    private static Dictionary<string, string> CentralVersions(string path) =>
        XDocument.Parse(Repository.File(path).Text)
            .Descendants("PackageVersion")
            .ToDictionary(e => e.Attribute("Include")!.Value, e => e.Attribute("Version")!.Value);

    // The look-behind keeps `net/work/` and `out/root/` out: only paths from the root of a disk are meant.
    [GeneratedRegex(@"(?<![\w./}-])/(work|root)/[\w.-]*|registry\.npm" + @"js\.org|api\.nu" + @"get\.org|\.\./shared/|pypi\.org")]
    private static partial Regex ForeignPlace();
}
