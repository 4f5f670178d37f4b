using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class LooseFileProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<bool> WithAndWithoutSdk => [true, false];

    [Theory]
    [MemberData(nameof(WithAndWithoutSdk))]
    public async Task Loose_files_see_each_other_and_the_framework(bool sdk)
    {
        var files = new[]
        {
            _folder.Write("Script.cs", "Console.WriteLine(Twice.Of([1, 2]).Sum());"),
            _folder.Write("Twice.cs", "static class Twice { public static List<int> Of(IEnumerable<int> x) => x.Select(i => i * 2).ToList(); }"),
        };
        var dotnet = sdk ? DotnetLocator.OfThisMachine.Find(null) : new DotnetLocation.Missing("");

        var solution = LooseFileProject.Create([.. files.Select(f => new AbsolutePath(f))], FrameworkReferences.Find(dotnet));

        Assert.Empty(await SolutionLoaderTests.Errors(solution));
        Assert.Equal(files.Order(), solution.Projects.Single().Documents.Select(d => d.FilePath).OfType<string>().Order());
    }

    [Fact]
    public async Task A_real_error_is_found()
    {
        var file = _folder.Write("A.cs", "class A { int X => \"\"; }");

        var solution = LooseFileProject.Create([new AbsolutePath(file)], FrameworkReferences.Find(DotnetLocator.OfThisMachine.Find(null)));

        Assert.Contains("CS0029", Assert.Single(await SolutionLoaderTests.Errors(solution)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
