using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;

namespace CodexLsp.Host.Tests.OwnSolution;

/// <summary><c>edit --json</c> with the scripted model on the largest real solution at hand, this repository's own.</summary>
public sealed class OwnSolutionEditTests : IClassFixture<RestoredRepository>, IDisposable
{
    private const string Peer = "tests/CodexLsp.Testing/RpcPeer.cs";
    private const string Caller = "tests/CodexLsp.Rpc.Tests/ClientRequestTests.cs";
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
        var error = Assert.Single(proposal.Json.GetProperty("verification").GetProperty("introduced").EnumerateArray());
        Assert.Equal("CS7036", error.GetProperty("code").GetString());
        Assert.Equal(DocumentUri.FromPath(new AbsolutePath(_cli.Workspace[Caller])).ToString(), error.GetProperty("uri").GetString());
        Assert.Equal(LineOf(Caller, Call), error.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task With_its_callers_changed_in_the_same_patch_it_is_verified()
    {
        var call = Lines(Caller)[LineOf(Caller, Call)];
        var proposal = await EditAsync(
            $"""
            *** Begin Patch
            *** Update File: {Peer}
            -{Signature}
            +{OtherSignature}
            *** Update File: {Caller}
            -{call}
            +{call.Replace(Call, $"{Call}true, ", StringComparison.Ordinal)}
            *** End Patch
            """,
            ExitCodes.Done);

        Assert.Equal("verified", proposal.Text("verification.status"));
        Assert.Equal(2, proposal.Json.GetProperty("files").GetArrayLength());
        Assert.Equal(
            ["CodexLsp.Rpc.Tests", "CodexLsp.Testing"],
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

    /// <summary>The only line that contains the text, from 0.</summary>
    private int LineOf(string path, string text) =>
        Assert.Single(Lines(path).Select((line, index) => (line, index)), l => l.line.Contains(text, StringComparison.Ordinal)).index;

    private string[] Lines(string path) => _cli.Read(path).Split('\n');
}
