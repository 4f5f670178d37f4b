using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;

namespace CodexLsp.Host.Tests.OwnSolution;

/// <summary><c>edit --json</c> with the scripted model on the largest real solution at hand, this repository's own.</summary>
public sealed class OwnSolutionEditTests : IClassFixture<RestoredRepository>, IDisposable
{
    private const string Peer = "tests/CodexLsp.Testing/RpcPeer.cs";
    private const string Call = ".RespondWithError(";
    private const string Signature = "    public Task RespondWithError(string id, int code, string message) =>";
    private const string OtherSignature = "    public Task RespondWithError(bool quietly, string id, int code, string message) =>";

    private readonly TestCommandLine _cli;

    public OwnSolutionEditTests(RestoredRepository repository)
    {
        _cli = new TestCommandLine(repository.Folder);
        _cli.Variables["XDG_STATE_HOME"] = repository.State.Path;
        _cli.Configure("""{ "verify": { "timeoutSeconds": 900 } }""");
    }

    [Fact]
    public async Task An_edit_comes_with_its_verdict()
    {
        var proposal = await EditAsync(Rewrite(Signature, "    internal Task RespondWithNothing() => Task.CompletedTask;\n\n" + Signature), ExitCodes.Done);

        Assert.Equal("ready", proposal.Text("status"));
        Assert.Equal("verified", proposal.Text("verification.status"));
        Assert.Equal(_cli.Workspace["CodexLsp.sln"], proposal.Text("verification.scope.solution"));
    }

    [Fact]
    public async Task A_public_signature_used_in_another_project_breaks_at_its_caller()
    {
        var proposal = await EditAsync(Rewrite(Signature, OtherSignature), ExitCodes.Broken);

        Assert.Equal("broken", proposal.Text("verification.status"));
        Assert.Equal(
            Callers().Select(c => (DocumentUri.FromPath(new AbsolutePath(_cli.Workspace[c.Path])).ToString(), c.Line, "CS7036")),
            proposal.Json.GetProperty("verification").GetProperty("introduced").EnumerateArray()
                .Select(e => (e.GetProperty("uri").GetString()!, e.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32(), e.GetProperty("code").GetString()!))
                .Order());
    }

    [Fact]
    public async Task With_its_callers_changed_in_the_same_patch_it_is_verified()
    {
        var calls = Callers().Select(c => $"""
            *** Update File: {c.Path}
            @@ -{c.Line + 1},1 +{c.Line + 1},1 @@
            -{c.Text}
            +{c.Text.Replace(Call, $"{Call}true, ", StringComparison.Ordinal)}
            """);
        var proposal = await EditAsync(
            $"""
            *** Begin Patch
            *** Update File: {Peer}
            -{Signature}
            +{OtherSignature}
            {string.Join('\n', calls)}
            *** End Patch
            """,
            ExitCodes.Done);

        Assert.Equal("verified", proposal.Text("verification.status"));
        Assert.Contains(
            "CodexLsp.Rpc.Tests",
            proposal.Json.GetProperty("verification").GetProperty("scope").GetProperty("projects").EnumerateArray().Select(p => p.GetString()));
    }

    public void Dispose() => _cli.Dispose();

    private async Task<CommandOutcome> EditAsync(string answer, int exitCode)
    {
        await using var model = await _cli.StartModelAsync(answer);
        var first = LineOf(Peer, Signature) + 1;
        var place = string.Create(CultureInfo.InvariantCulture, $"{Peer}:{first}-{Member(first).Length + first - 1}");
        return (await _cli.RunAsync("edit", place, "say whether it is quiet", "--json")).Exits(exitCode);
    }

    /// <summary>The whole member with one text replaced, as an answer.</summary>
    private string Rewrite(string old, string @new)
    {
        var member = string.Join('\n', Member(LineOf(Peer, Signature) + 1));
        return $"```csharp\n{member.Replace(old, @new, StringComparison.Ordinal)}\n```";
    }

    /// <summary>The lines of the member whose head is in this line, from 1.</summary>
    private string[] Member(int first)
    {
        var lines = Lines(Peer);
        return lines[(first - 1)..(Array.FindIndex(lines, first, line => line.EndsWith(';')) + 1)];
    }

    /// <summary>Every line outside that calls it, in order, but for this file, which only names it.</summary>
    private IEnumerable<(string Path, int Line, string Text)> Callers() => Directory
        .EnumerateFiles(_cli.Workspace["tests"], "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_cli.Workspace.Path, file))
        .Where(file => !file.EndsWith("/OwnSolutionEditTests.cs", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .SelectMany(file => Lines(file).Select((text, line) => (file, line, text)).Where(l => l.text.Contains(Call, StringComparison.Ordinal)));

    /// <summary>The only line that contains the text, from 0.</summary>
    private int LineOf(string path, string text) =>
        Assert.Single(Lines(path).Select((line, index) => (line, index)), l => l.line.Contains(text, StringComparison.Ordinal)).index;

    private string[] Lines(string path) => _cli.Read(path).Split('\n');
}
