using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>The verdict against the ground truth: <c>dotnet build</c> of the same edit, on the sample.</summary>
public sealed class SampleEditTests : IDisposable
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
            told.Add(edits[i].Outcome(verdict.Status == VerificationStatus.Verified, verdict.Errors.Select(e => e.Path.RelativeTo(sample))));
            built.Add(edits[i].Outcome(errors[i].Count == 0, errors[i].Concat(beyond)));
        }

        Assert.Equal(string.Join('\n', built), string.Join('\n', told));
        Assert.All(built.Take(SampleEdit.Breaking.Length), line => Assert.Contains("breaks", line, StringComparison.Ordinal));
        Assert.All(built.Skip(SampleEdit.Breaking.Length), line => Assert.Contains("compiles", line, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private AbsolutePath CopyOf(int index) => new(_folder[$"edit{index}"]);

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
        var errors = Enumerable.Range(0, count).Select(_ => new SortedSet<string>(StringComparer.Ordinal)).ToImmutableArray();
        foreach (var file in await Dotnet.BuildErrors(_folder.Path, "msbuild", all, "-m", "-nologo", "-v:q", "-nodeReuse:false"))
        {
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
}
