using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.CSharp.Tests.Loading;

/// <summary>What MSBuild and people write is read without falling over it.</summary>
public sealed class MSBuildTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Error_lines_are_taken_apart()
    {
        string[] lines =
        [
            "/sdk/X.targets(266,5): error NETSDK1004: Assets file '/a/obj/p.json' not found. Run [restore]. [/a/A.csproj::TargetFramework=net8.0]",
            "/a/A.csproj : error MSB4025: The project file could not be loaded. [/t/Traversal.proj]",
            "MSBUILD : error MSB1009: Project file does not exist.",
            "/a/A.csproj(1,1): error : Could not resolve SDK.",
            "/a/A.cs(1,1): warning CS0168: unused [/a/A.csproj]",
        ];

        Expect.Text(
            string.Join('\n', lines.Select(l => BuildError.Parse(l) is { } e ? $"{e.File} | {e.Project} | {e.Code} | {e.Message}" : "none")),
            """
            /sdk/X.targets | /a/A.csproj | NETSDK1004 | Assets file '/a/obj/p.json' not found. Run [restore].
            /a/A.csproj | /t/Traversal.proj | MSB4025 | The project file could not be loaded.
             |  | MSB1009 | Project file does not exist.
            /a/A.csproj |  |  | Could not resolve SDK.
            none
            """);
    }

    [Fact]
    public void No_line_is_too_strange() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(s => s is not null),
        (string noise) => BuildError.Parse($"/a{noise}: error X1: {noise} [/p{noise}]") is var _ && ProjectDump.Parse([noise, $"project={noise}"]) is var _));

    [Fact]
    public void No_solution_is_too_strange() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(s => s is not null),
        (string noise) => new[] { "a.sln", "a.slnx" }.All(f =>
            !SolutionFile.Read(new AbsolutePath(_folder.Write(f, $"Project(\"{{1}}\") = \"P\", \"{noise}.csproj\", \"{{2}}\"\n{noise}"))).Projects.IsDefault)));

    [Fact]
    public void Inputs_tell_what_makes_a_solution_out_of_date()
    {
        _folder.Write("A.slnx", "<Solution><Project Path=\"src/A.csproj\" /></Solution>");
        _folder.Write("src/A.csproj", "<Project><Import Project=\"../../outside.props\" /></Project>");
        var inputs = ProjectInputs.Of(SolutionFile.Read(new AbsolutePath(_folder["A.slnx"])), [], CancellationToken.None);

        bool Concern(string path, bool createdOrDeleted = false) => inputs.Concern(new AbsolutePath(_folder[path]), createdOrDeleted);
        Assert.All(new[] { "A.slnx", "src/A.csproj", "Directory.Build.props", "new/x.targets", "global.json", "../global.json", "../outside.props" }, p => Assert.True(Concern(p), p));
        Assert.True(Concern("src/New.cs", createdOrDeleted: true));
        Assert.All(new[] { "src/A.cs", "readme.md", "../other.cs" }, p => Assert.False(Concern(p), p));
        Assert.All(new[] { "src/obj/x.cs", "src/bin/y.props", ".git/z.cs" }, p => Assert.False(Concern(p, createdOrDeleted: true), p));
    }

    public void Dispose() => _folder.Dispose();
}
