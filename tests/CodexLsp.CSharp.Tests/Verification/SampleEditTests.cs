using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Verification;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>The verdict against the ground truth: <c>dotnet build</c> of the same edit, on the sample.</summary>
public sealed partial class SampleEditTests : IDisposable
{
    private static readonly string[] Generated = ["bin", "obj"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task No_verdict_disagrees_with_a_build_of_the_same_edit()
    {
        var edits = SampleEdit.Breaking.AddRange(SampleEdit.Harmless);
        var sample = new AbsolutePath(_folder["sample"]);
        Copy(new AbsolutePath(SampleFolder()), sample, withGenerated: false);
        await Dotnet.Run(sample.Value, "restore", "Shop.sln");
        var loaded = await Dotnet.Load(sample.Append("Shop.sln").Value);
        Assert.True(loaded.IsComplete);
        for (var i = 0; i < edits.Length; i++)
        {
            var copy = CopyOf(i);
            Copy(sample, copy, withGenerated: true);
            edits[i].WriteTo(copy);
        }

        var errors = await BuildAllAsync(edits.Length);
        var told = new List<string>();
        var built = new List<string>();
        for (var i = 0; i < edits.Length; i++)
        {
            var verdict = await CSharpJudge.JudgeAsync(loaded.Solution, edits[i].In(sample), new JudgeOptions { Analyzers = false }, Deadline.Token());
            var beyond = edits[i].Beyond;
            Assert.Empty(beyond.Intersect(errors[i]));
            told.Add(Line(edits[i].Kind, verdict.Status == VerificationStatus.Verified, verdict.Errors.Select(e => e.Path.RelativeTo(sample))));
            built.Add(Line(edits[i].Kind, errors[i].Count == 0, errors[i].Concat(beyond)));
        }

        Assert.Equal(string.Join('\n', built), string.Join('\n', told));
        Assert.All(built.Take(SampleEdit.Breaking.Length), line => Assert.Contains("breaks", line, StringComparison.Ordinal));
        Assert.All(built.Skip(SampleEdit.Breaking.Length), line => Assert.Contains("compiles", line, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private AbsolutePath CopyOf(int index) => new(_folder[$"edit{index}"]);

    private static string Line(string kind, bool compiles, IEnumerable<string> files) =>
        $"{kind}: {(compiles ? "compiles" : "breaks")} {string.Join(", ", files.Distinct().Order(StringComparer.Ordinal))}".TrimEnd();

    /// <summary>Builds every copy in one MSBuild, as it would be built alone, and gives the files with errors of each.</summary>
    private async Task<ImmutableArray<SortedSet<string>>> BuildAllAsync(int count)
    {
        var all = _folder.Write("All.proj", $"""
            <Project>
              <ItemGroup>
                {string.Concat(Enumerable.Range(0, count).Select(i => $"<Copy Include=\"{CopyOf(i).Append("Shop.sln")}\" />"))}
              </ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Copy)" Targets="Build" BuildInParallel="true" ContinueOnError="true" />
              </Target>
            </Project>
            """);
        var dotnet = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        var result = await new ProcessLauncher(TimeProvider.System).RunAsync(
            new ProcessRequest(dotnet.Executable.Value, ["msbuild", all, "-m", "-nologo", "-v:q", "-nodeReuse:false"], new AbsolutePath(_folder.Path))
            {
                Environment = DotnetEnvironment.Overlay(),
                OutputLimit = 16 * 1024 * 1024,
                Timeout = TimeSpan.FromMinutes(15),
            },
            CancellationToken.None);
        var output = Assert.IsType<ProcessResult.Exited>(result).Output;
        var errors = Enumerable.Range(0, count).Select(_ => new SortedSet<string>(StringComparer.Ordinal)).ToImmutableArray();
        foreach (Match match in BuildError().Matches(output))
        {
            var file = new AbsolutePath(match.Groups["file"].Value);
            var index = Enumerable.Range(0, count).Single(i => file.IsWithin(CopyOf(i)));
            errors[index].Add(file.RelativeTo(CopyOf(index)));
        }

        return errors;
    }

    private static void Copy(AbsolutePath from, AbsolutePath to, bool withGenerated)
    {
        Directory.CreateDirectory(to.Value);
        foreach (var file in Directory.EnumerateFiles(from.Value))
        {
            File.Copy(file, Path.Combine(to.Value, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from.Value))
        {
            var name = Path.GetFileName(folder);
            if (withGenerated || !Generated.Contains(name))
            {
                Copy(new AbsolutePath(folder), to.Append(name), withGenerated);
            }
        }
    }

    private static string SampleFolder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(file, "../../../../samples/Shop"));

    [GeneratedRegex(@"^\s*(?<file>[^\s(][^(\r\n]*)\(\d+,\d+\): error ", RegexOptions.Multiline)]
    private static partial Regex BuildError();
}
