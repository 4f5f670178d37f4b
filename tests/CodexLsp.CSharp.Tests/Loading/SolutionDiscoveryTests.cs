using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class SolutionDiscoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_nearest_solution_that_contains_the_project_wins()
    {
        Solution("Outer.sln", "src/A/A.csproj");
        Solution("src/Inner.slnx", "A/A.csproj");
        Touch("src/A/A.csproj");

        Assert.Equal("src/Inner.slnx", Find("src/A/Deep/File.cs"));
    }

    [Fact]
    public void A_nearer_solution_that_does_not_contain_it_is_passed_over()
    {
        Solution("Outer.sln", "src/A/A.csproj");
        Solution("src/Inner.slnx", "B/B.csproj");
        Touch("src/A/A.csproj");

        Assert.Equal("Outer.sln", Find("src/A/File.cs"));
    }

    [Fact]
    public void A_file_of_no_solution_falls_to_its_project()
    {
        Solution("Outer.sln", "src/B/B.csproj");
        Touch("src/A/A.csproj");

        Assert.Equal("src/A/A.csproj", Find("src/A/File.cs"));
    }

    [Fact]
    public void Two_candidates_are_ambiguous_and_both_named()
    {
        Solution("One.sln", "A/A.csproj");
        Solution("Two.slnx", "A/A.csproj");
        Touch("A/A.csproj");

        var ambiguous = Assert.IsType<SolutionChoice.Ambiguous>(Choice("A/File.cs"));

        Assert.Equal(["One.sln", "Two.slnx"], ambiguous.Paths.Select(p => p.Name));
        Assert.Equal(
            $"{_folder.Path} has 2 candidates: One.sln, Two.slnx. Choose one with --solution or the setting `solution`.", ambiguous.Message);
    }

    [Fact]
    public void Two_projects_in_one_folder_are_ambiguous_too()
    {
        Touch("A/A.csproj");
        Touch("A/B.csproj");

        Assert.Equal(["A.csproj", "B.csproj"], Assert.IsType<SolutionChoice.Ambiguous>(Choice("A/File.cs")).Paths.Select(p => p.Name));
    }

    [Fact]
    public void Nothing_above_the_root_is_looked_at()
    {
        Solution("Above.sln", "root/A/A.csproj");
        Directory.CreateDirectory(_folder["root/A"]);

        var choice = SolutionDiscovery.Find(new AbsolutePath(_folder["root/A/File.cs"]), new AbsolutePath(_folder["root"]), null);

        Assert.Contains("A/File.cs", Assert.IsType<SolutionChoice.None>(choice).Reason, StringComparison.Ordinal);
        Assert.IsType<SolutionChoice.None>(SolutionDiscovery.Find(new AbsolutePath(_folder["File.cs"]), new AbsolutePath(_folder["root"]), null));
    }

    [Fact]
    public void A_workspace_folder_finds_its_solution()
    {
        Solution("All.sln", "A/A.csproj");

        Assert.Equal("All.sln", Find("."));
    }

    [Fact]
    public void The_configured_solution_wins_and_must_exist()
    {
        Solution("Outer.sln", "A/A.csproj");
        Solution("other/Other.slnx", "../A/A.csproj");
        Touch("A/A.csproj");

        Assert.Equal("other/Other.slnx", Find("A/File.cs", "other/Other.slnx"));
        Assert.Contains("does not exist", Assert.IsType<SolutionChoice.None>(Choice("A/File.cs", "absent.sln")).Reason, StringComparison.Ordinal);
        Assert.Contains("is no .slnx", Assert.IsType<SolutionChoice.None>(Choice("A/File.cs", "A/File.cs")).Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Touch(string path) => _folder.Write(path, "<Project />");

    private void Solution(string path, string project) => _folder.Write(path, path.EndsWith('x')
        ? $"<Solution><Project Path=\"{project}\" /></Solution>"
        : $"Project(\"{{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}}\") = \"P\", \"{project.Replace('/', '\\')}\", \"{{0E9A4321-40F6-48E0-9916-F4FA0BE7A342}}\"\nEndProject\n");

    private SolutionChoice Choice(string file, string? configured = null) =>
        SolutionDiscovery.Find(new AbsolutePath(_folder[file]), new AbsolutePath(_folder.Path), configured);

    private string Find(string file, string? configured = null) =>
        Assert.IsType<SolutionChoice.Found>(Choice(file, configured)).Path.RelativeTo(new AbsolutePath(_folder.Path));
}
