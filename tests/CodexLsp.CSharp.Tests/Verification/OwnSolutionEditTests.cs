using System.Collections.Immutable;
using CodexLsp.CSharp.Tests.Context;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>The verdict against <c>dotnet build</c> of the same edit, analyzers included, on a copy of this repository.</summary>
public sealed class OwnSolutionEditTests
{
    private const string Peer = "tests/CodexLsp.Testing/RpcPeer.cs";

    /// <summary>The project that has the only callers of what is edited, so that building it builds all that can break.</summary>
    private const string Affected = "tests/CodexLsp.Rpc.Tests";

    private static readonly ImmutableArray<string> Callers =
        [$"{Affected}/CancelTests.cs", $"{Affected}/EndTests.cs", $"{Affected}/OutputTests.cs", $"{Affected}/RequestTests.cs"];

    private static readonly SamplePart OtherSignature = new(Peer, "WaitForEnd()", "WaitForEnd(bool quietly)");

    private static readonly ImmutableArray<SampleEdit> Edits =
    [
        new("body changed", new SamplePart(Peer, "an error without an id", "an error that has no id")),
        new("public signature changed", OtherSignature),
        new("public signature changed with its callers", [OtherSignature, .. Callers.Select(file => new SamplePart(file, ".WaitForEnd()", ".WaitForEnd(true)"))]),
    ];

    [Fact]
    public async Task No_verdict_disagrees_with_a_build_of_the_same_edit()
    {
        using var folder = new TemporaryFolder();
        folder.CopySources(LoadedRepository.Root());
        await Dotnet.Run(folder.Path, "restore", "CodexLsp.sln");
        var root = new AbsolutePath(folder.Path);
        var loaded = await Dotnet.Load(folder["CodexLsp.sln"]);
        Assert.True(loaded.IsComplete);
        var told = new List<string>();
        var built = new List<string>();
        foreach (var edit in Edits)
        {
            var changes = edit.In(root);
            var options = new JudgeOptions { Timeout = TimeSpan.FromMinutes(10), AnalyzerTimeout = TimeSpan.FromMinutes(10) };
            var verdict = await CSharpJudge.JudgeAsync(loaded.Solution, changes, options, CancellationToken.None);
            Assert.True(verdict.Scope.Analyzers);
            told.Add(edit.Outcome(verdict.Status == VerificationStatus.Verified, verdict.Errors.Select(e => e.Path.RelativeTo(root))));

            edit.WriteTo(root);
            var errors = await Dotnet.BuildErrors(folder.Path, "build", Affected, "--no-restore", "-nologo", "-v:q");
            built.Add(edit.Outcome(errors.IsEmpty, errors.Select(e => e.RelativeTo(root))));
            foreach (var file in changes.Files)
            {
                await File.WriteAllTextAsync(file.Path.Value, file.Before!.ToString());
            }
        }

        Expect.Text(string.Join('\n', told), """
            body changed: compiles
            public signature changed: breaks tests/CodexLsp.Rpc.Tests/CancelTests.cs, tests/CodexLsp.Rpc.Tests/EndTests.cs, tests/CodexLsp.Rpc.Tests/OutputTests.cs, tests/CodexLsp.Rpc.Tests/RequestTests.cs
            public signature changed with its callers: compiles
            """);
        Assert.Equal(told, built);
    }
}
