using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Tests.Checks;

public sealed class TestCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private AbsolutePath Root => new(_folder.Path);

    [Theory]
    [InlineData("src/a.cs", "dotnet test Shop.sln in .", "Shop.sln", "src/App.csproj")]
    [InlineData("src/a.cs", "dotnet test App.csproj in src", "src/App.csproj")]
    [InlineData("src/a.cs", "dotnet test Shop.slnx in .", "Shop.slnx", "Shop.sln")]
    [InlineData("src/a.cs", "", "One.sln", "Two.sln")]
    [InlineData("tests/test_a.py", "python3 -m unittest discover -s tests in .", "tests/test_a.py")]
    [InlineData("tests/test_a.py", "python3 -m unittest discover -s tests -t . in .", "tests/test_a.py", "tests/__init__.py")]
    [InlineData("a.py", "python3 -m unittest in .", "test_a.py")]
    [InlineData("src/a.py", "python3 -m pytest -q in .", "conftest.py", "tests/test_a.py")]
    [InlineData("lib/src/a.py", "python3 -m pytest -q in lib", "lib/pytest.ini")]
    [InlineData("README.md", "", "README.md")]
    public void The_files_say_how_they_are_tested(string changed, string expected, params string[] files)
    {
        foreach (var file in files)
        {
            _folder.Write(file, "");
        }

        Assert.Equal(expected, Said(TestCommands.Of(Root, [Root.Append(changed)])));
    }

    [Theory]
    [InlineData("""{ "scripts": { "test": "node --test" } }""", "npm test in web")]
    [InlineData("""{ "scripts": { "test": "echo \"Error: no test specified\" && exit 1" } }""", "")]
    [InlineData("\uFEFF{ \"scripts\": { \"test\": \"node --test\" } }", "npm test in web")]
    [InlineData("""{ "scripts": { } }""", "")]
    [InlineData("""{ "scripts": [] }""", "")]
    [InlineData("""{ "scripts": { "test": 1 } }""", "")]
    [InlineData("""[]""", "")]
    [InlineData("""no json""", "")]
    public void A_script_of_the_nearest_package_is_run_by_npm(string manifest, string expected)
    {
        _folder.Write("web/package.json", manifest);

        Assert.Equal(expected, Said(TestCommands.Of(Root, [Root.Append("web/src/cart.ts")])));
    }

    [Fact]
    public void A_change_of_several_languages_runs_the_tests_of_each_once()
    {
        _folder.Write("Shop.sln", "");
        _folder.Write("web/package.json", """{ "scripts": { "test": "node --test" } }""");

        Assert.Equal(
            "dotnet test Shop.sln in .\nnpm test in web",
            Said(TestCommands.Of(Root, [Root.Append("a.cs"), Root.Append("b.cs"), Root.Append("web/a.ts"), Root.Append("web/b.js")])));
    }

    [Fact]
    public void What_lies_above_the_workspace_is_not_looked_at()
    {
        _folder.Write("Shop.sln", "");
        _folder.Write("inner/a.cs", "");

        Assert.Equal("", Said(TestCommands.Of(Root.Append("inner"), [Root.Append("inner/a.cs")])));
    }

    public void Dispose() => _folder.Dispose();

    private string Said(IEnumerable<WorkspaceCommand> commands) => string.Join('\n', commands.Select(c => $"{c} in {c.Directory.RelativeTo(Root)}"));
}
