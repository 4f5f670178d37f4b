using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using CodexLsp.Engine.Verification.Packages;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Verification;

/// <summary>Row 12 of the attacks: a package the model may have invented is named, with what is known of it on this machine.</summary>
public sealed class NewPackagesTests : IDisposable
{
    private const string Unknown = "It is not known on this machine: check that it exists, and that it is the one you mean, before you restore.";
    private readonly TemporaryFolder _folder = new();

    private AbsolutePath Root => new(_folder.Path);

    [Theory]
    [InlineData("App.csproj", """<Project><ItemGroup><PackageReference Include="Fast.Json" Version="2.0.1" /></ItemGroup></Project>""", "Fast.Json 2.0.1")]
    [InlineData("App.csproj", """<Project><ItemGroup><packagereference Update="Fast.Json"><Version>2.0.1</Version></packagereference></ItemGroup></Project>""", "Fast.Json 2.0.1")]
    [InlineData("App.csproj", """<!DOCTYPE x [<!ENTITY e "y">]><Project Sdk="Fast.Sdk/1.0" />""", "Fast.Sdk 1.0")]
    [InlineData("a.targets", """<Project><Import Project="Sdk.props" Sdk="Fast.Sdk" Version="1.0" /></Project>""", "Fast.Sdk 1.0")]
    [InlineData("Directory.Packages.props", """<Project><ItemGroup><PackageVersion Include="Fast.Json" Version="2.0.1" /></ItemGroup></Project>""", "Fast.Json 2.0.1")]
    [InlineData("global.json", """{ "msbuild-sdks": { "Fast.Sdk": "1.0" } }""", "Fast.Sdk 1.0")]
    [InlineData("dotnet-tools.json", """{ "tools": { "fast-tool": { "version": "1.0" } } }""", "fast-tool 1.0")]
    [InlineData("packages.config", """<packages><package id="Fast.Json" version="2.0.1" /></packages>""", "Fast.Json 2.0.1")]
    [InlineData("run.cs", "#:package Fast.Json@2.0.1\nConsole.WriteLine();\n", "Fast.Json 2.0.1")]
    [InlineData("package.json", """{ "dependencies": { "fast-json": "^2.0.1" } }""", "fast-json ^2.0.1")]
    [InlineData("package.json", """{ "devDependencies": { "react": "npm:reactt@1.0.0" } }""", "reactt 1.0.0")]
    [InlineData("requirements.txt", "# fast\n--index-url https://example.com/simple\nfast-json[all] >= 2.0 ; python_version > '3.8'  # why\n", "fast-json >= 2.0")]
    [InlineData("dev-requirements.txt", "git+https://example.com/fast.git\n", "git+https://example.com/fast.git")]
    [InlineData("pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\n  \"fast-json==2.0\",\n]\n", "fast-json ==2.0")]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\npython = \"^3.9\"\nfast-json = { version = \"^2.0\", extras = [\"x\"] }\n", "fast-json ^2.0")]
    [InlineData("pyproject.toml", "[dependency-groups]\ndev = [\"fast-json\"]\n", "fast-json")]
    [InlineData("Pipfile", "[packages]\nfast-json = \"*\"\n", "fast-json *")]
    public void A_package_that_nobody_here_has_seen_is_named_and_is_to_be_looked_up(string file, string text, string shown) =>
        Assert.Equal([$"New package: {shown} in {file}. {Unknown}"], Notes(FileChange.Create(Root.Append(file), SourceText.From(text))));

    [Fact]
    public void A_package_in_the_cache_says_which_versions_are_there()
    {
        _folder.Write("cache/fast.json/2.0.1/fast.json.nuspec", "");

        Assert.Equal(["New package: Fast.Json 2.0.1 in App.csproj. This machine has 2.0.1 of it."], Notes(Added("Fast.Json", "2.0.1")));
        Assert.Equal(["New package: Fast.Json [2.0.1.0] in App.csproj. This machine has 2.0.1 of it."], Notes(Added("Fast.Json", "[2.0.1.0]")));
        Assert.Equal(
            ["New package: Fast.Json 9.9 in App.csproj. This machine has 2.0.1 of it, not this one: check that it exists before you restore."], Notes(Added("Fast.Json", "9.9")));
        Assert.Equal([$"New package: ../cache/fast.json 2.0.1 in App.csproj. {Unknown}"], Notes(Added("../cache/fast.json", "2.0.1")));
    }

    [Fact]
    public void What_is_installed_or_locked_for_JavaScript_and_Python_is_known()
    {
        _folder.Write("node_modules/@fast/json/package.json", """{ "version": "2.0.1" }""");
        _folder.Write("package-lock.json", """{ "packages": { "node_modules/slow": { "version": "1.0.0" } } }""");
        _folder.Write(".venv/lib/python3.12/site-packages/fast_json-2.0.dist-info/METADATA", "");
        _folder.Write("uv.lock", "[[package]]\nname = \"slow-json\"\nversion = \"3.1\"\n");

        Assert.Equal(
            [
                "New package: @fast/json ^2.0.0 in package.json. This machine has 2.0.1 of it.",
                "New package: slow 1.0.0 in package.json. This machine has 1.0.0 of it.",
                "New package: Fast.JSON ==3.0 in requirements.txt. This machine has 2.0 of it, not this one: check that it exists before you restore.",
                "New package: slow-json in requirements.txt. This machine has 3.1 of it.",
            ],
            Notes(
                FileChange.Create(Root.Append("package.json"), SourceText.From("""{ "dependencies": { "@fast/json": "^2.0.0", "slow": "1.0.0" } }""")),
                FileChange.Create(Root.Append("requirements.txt"), SourceText.From("Fast.JSON==3.0\nslow-json\n"))));
    }

    [Fact]
    public void Another_version_is_named_and_what_stays_or_only_moves_is_not()
    {
        var before = """<Project><ItemGroup><PackageReference Include="Fast.Json" Version="2.0.1" /><PackageReference Include="Slow" Version="1.0" /></ItemGroup></Project>""";
        var after = """<Project><ItemGroup><PackageReference Include="fast.json" Version="3.0.0" /><PackageReference Include="Slow" /></ItemGroup></Project>""";

        Assert.Equal(
            [$"Another version of a package: fast.json 3.0.0 in App.csproj. {Unknown}"],
            Notes(
                FileChange.Modify(Root.Append("App.csproj"), SourceText.From(before), SourceText.From(after)),
                FileChange.Create(Root.Append("Directory.Packages.props"), SourceText.From("""<Project><ItemGroup><PackageVersion Include="Slow" Version="1.0" /></ItemGroup></Project>"""))));
    }

    [Fact]
    public void A_name_shows_what_it_hides() =>
        Assert.Equal([$"New package: ⚠ Fast\\u{{200B}}.Json 1.0 in App.csproj. {Unknown}"], Notes(Added("Fast\u200B.Json", "1.0")));

    [Theory]
    [InlineData("App.csproj", "<Project><ItemGroup>")]
    [InlineData("package.json", "[1]")]
    [InlineData("package.json", """{ "dependencies": 3""")]
    [InlineData("notes.txt", "fast-json==2.0")]
    public void What_no_tool_could_read_asks_for_nothing(string file, string text) =>
        Assert.Empty(Notes(FileChange.Create(Root.Append(file), SourceText.From(text))));

    [Fact]
    public void What_cannot_be_read_is_not_known()
    {
        _folder.Write("uv.lock", "[[package]]\nname = \"fast-json\"\nversion = \"3.1\"\n");
        using var locked = new FileStream(_folder["uv.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(
            [$"New package: fast-json ==3.1 in requirements.txt. {Unknown}"],
            Notes(FileChange.Create(Root.Append("requirements.txt"), SourceText.From("fast-json==3.1\n"))));
    }

    [Fact]
    public async Task The_verdict_says_it()
    {
        var snapshot = Snapshot.Empty with { Folders = [Root] };
        var changes = new ChangeSet([FileChange.Create(Root.Append("package.json"), SourceText.From("""{ "dependencies": { "fast-json": "1.0.0" } }"""))]);

        var verdict = await Verifiers.VerifyAsync([], snapshot, changes, Deadline.Token());
        var (_, judged) = await Verifiers.JudgeAsync([], snapshot, changes, Deadline.Token());

        Assert.Equal($"New package: fast-json 1.0.0 in package.json. {Unknown}", Assert.Single(verdict.Notes));
        Assert.Equal(verdict.Notes, judged.Notes.AsEnumerable());
    }

    public void Dispose() => _folder.Dispose();

    private string[] Notes(params FileChange[] changes) =>
        [.. NewPackages.Notes(Snapshot.Empty with { Folders = [Root] }, new ChangeSet([.. changes]), name => name == "NUGET_PACKAGES" ? _folder["cache"] : null)];

    private FileChange Added(string name, string version) => FileChange.Create(
        Root.Append("App.csproj"), SourceText.From($"""<Project><ItemGroup><PackageReference Include="{name}" Version="{version}" /></ItemGroup></Project>"""));
}
