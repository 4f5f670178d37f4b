using System.Collections.Concurrent;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Repair;
using CodexLsp.CSharp.Tests.Loading;
using CodexLsp.CSharp.Verification;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Verification;

public sealed class CSharpVerifierTests : IClassFixture<SmallSolution>, IAsyncDisposable
{
    private readonly SmallSolution _small;
    private readonly ConcurrentQueue<WorkspaceStatus> _statuses = new();
    private readonly CSharpWorkspace _workspace;
    private readonly CSharpVerifier _verifier;
    private string? _configured = "Small.slnx";

    public CSharpVerifierTests(SmallSolution small)
    {
        _small = small;
        _workspace = new CSharpWorkspace(
            Dotnet.NewLoader(), DotnetLocator.OfThisMachine, () => new WorkspaceOptions { Solution = _configured }, _statuses.Enqueue);
        _verifier = new CSharpVerifier(_workspace, () => new JudgeOptions());
    }

    [Fact]
    public async Task An_untrusted_workspace_is_not_compiled()
    {
        var verdict = await _verifier.VerifyAsync(Snapshot(trusted: false), Change("App/New.cs", "class"), Deadline.Token());

        Assert.Equal("Unverified: not trusted", TestSolution.Show(verdict));
        Assert.Equal("not trusted", Assert.Single(_statuses).Message);
    }

    [Fact]
    public async Task Two_solutions_are_both_named()
    {
        _configured = null;

        var verdict = await _verifier.VerifyAsync(Snapshot(), Change("App/New.cs", "class A;"), Deadline.Token());

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
        Assert.Contains("Small.sln, Small.slnx", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains(_statuses, s => s.Phase == WorkspacePhase.Degraded);
    }

    [Fact]
    public async Task Only_what_is_not_CSharp_has_no_checker()
    {
        var verdict = await _verifier.VerifyAsync(Snapshot(), Change("README.md", "words"), Deadline.Token());

        Assert.Equal("Unverified: no checker for .md", TestSolution.Show(verdict));
    }

    [Fact]
    public async Task A_loaded_solution_judges_offers_fixes_and_repairs()
    {
        var changes = Change("App/New.cs", "namespace App;\n\nclass New { object M() => new System.Collections.Generic.List<int>().Find(i => i > 0) + Regex.Escape(\"\"); }\n");

        var verdict = await _verifier.VerifyAsync(Snapshot(), changes, Deadline.Token());
        var repair = await _verifier.RepairAsync(Snapshot(), changes, verdict, Deadline.Token());

        Assert.Equal("Add using System.Text.RegularExpressions;", Assert.Single(verdict.Errors).Fix);
        Assert.EndsWith("Small.slnx", verdict.Scope.Solution, StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Verified, repair?.Verdict.Status);
        Assert.Equal<string>(["added using System.Text.RegularExpressions"], repair!.Verdict.Repaired);
        Assert.Equal([WorkspacePhase.Loading, WorkspacePhase.Ready], _statuses.Select(s => s.Phase).Distinct());
    }

    [Fact]
    public async Task Open_buffers_are_what_the_user_sees()
    {
        var path = new AbsolutePath(Directory.EnumerateFiles(_small["Lib"], "*.cs").First());
        var broken = SourceText.From(await File.ReadAllTextAsync(path.Value) + "\nclass Typed { Missing? M; }\n");
        var snapshot = Snapshot().With(new OpenDocument(DocumentUri.FromPath(path), new TextVersion(2), broken, "csharp"));
        var change = new FileChange(path, FileChangeKind.Modify, broken, broken.WithChanges(new TextChange(default, "// words\n")), []);

        var verdict = await _verifier.VerifyAsync(snapshot, new ChangeSet([change]), Deadline.Token());
        var whole = (await _verifier.VerifyWorkspaceAsync(snapshot, Deadline.Token()))!;
        var closed = (await _verifier.VerifyWorkspaceAsync(Snapshot(), Deadline.Token()))!;

        Assert.Equal("Verified", TestSolution.Show(verdict));
        Assert.Contains(whole.Errors, e => e.Path == path && e.Code == "CS0246");
        Assert.Equal(VerificationStatus.Verified, closed.Status);
    }

    [Fact]
    public async Task A_file_of_no_project_is_compiled_with_the_framework_alone()
    {
        using var folder = new TemporaryFolder();
        _configured = null;
        var path = new AbsolutePath(folder.Write("loose.cs", "System.Console.WriteLine(1);\n"));
        var snapshot = Engine.Documents.Snapshot.Empty with { Folders = [new(folder.Path)], Trusted = true };
        ChangeSet To(string text) => new([new FileChange(path, FileChangeKind.Modify, snapshot.Read(path)!.Text, SourceText.From(text), [])]);

        var good = await _verifier.VerifyAsync(snapshot, To("System.Console.WriteLine(2);\n"), Deadline.Token());
        var bad = await _verifier.VerifyAsync(snapshot, To("System.Console.WriteLn(2);\n"), Deadline.Token());

        Assert.Equal("Unverified: no solution", TestSolution.Show(good));
        Assert.Equal(VerificationStatus.Broken, bad.Status);
    }

    [Fact]
    public async Task A_file_changed_on_disk_is_read_again()
    {
        using var folder = new TemporaryFolder();
        SmallSolution.WriteTo(folder);
        await Dotnet.Run(folder.Path, "restore", "Small.slnx");
        var snapshot = Engine.Documents.Snapshot.Empty with { Folders = [new(folder.Path)], Trusted = true };
        var before = (await _verifier.VerifyWorkspaceAsync(snapshot, Deadline.Token()))!;
        var path = new AbsolutePath(Directory.EnumerateFiles(folder["Lib"], "*.cs").First());
        await File.AppendAllTextAsync(path.Value, "\nclass Written { Missing? M; }\n");

        await _workspace.FilesChangedAsync([path], Deadline.Token());
        var after = (await _verifier.VerifyWorkspaceAsync(snapshot, Deadline.Token()))!;

        Assert.Equal(VerificationStatus.Verified, before.Status);
        Assert.Contains(after.Errors, e => e.Path == path);
        var fixes = await new ReadyFixes(_workspace).FindAsync(snapshot, path, default, Deadline.Token());
        Assert.Empty(fixes);
    }

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    private Snapshot Snapshot(bool trusted = true) =>
        Engine.Documents.Snapshot.Empty with { Folders = [new(_small["."])], Trusted = trusted };

    private ChangeSet Change(string path, string text) =>
        new([new FileChange(new(_small[path]), FileChangeKind.Create, null, SourceText.From(text), [new Hunk("1", default, "", text, MatchLevel.Exact)])]);
}
