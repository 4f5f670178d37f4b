using CodexLsp.Host.Tests.Serving;
using CodexLsp.ModelServer;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Security;

/// <summary>An editor opens a stranger's folder: until its user trusts it, nothing of it runs, whatever is asked.</summary>
[Collection(SampleSolution.Name)]
public sealed class UntrustedSessionTests(SampleSolution sample, ITestOutputHelper output) : IDisposable
{
    private const string OldLine = "    int M() => 1;\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_of_the_folder_runs_before_its_user_trusts_it()
    {
        _folder.Write("A.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Strange">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Strange"><WriteLinesToFile File="$(MSBuildThisFileDirectory)ran.txt" Lines="ran" /></Target>
            </Project>
            """);
        _folder.Write("A.cs", $"class A\n{{\n{OldLine}}}\n");
        _folder.Write(".codex-lsp.json", """{ "trust": ["all"] }""");
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced("    int M() => 2;\n").Value));
        await using var session = await CodexSession.StartAsync(
            sample, output, new SessionOptions { Root = _folder.Path, Trusted = false, Model = model });
        var before = Files();
        await session.Open("A.cs");
        var place = $$"""{"textDocument":{"uri":"{{session.UriOf("A.cs")}}"},"range":{{session.RangeOf("A.cs", OldLine)}},"context":{"diagnostics":[]} }""";

        var proposal = await session.Propose("A.cs", OldLine, "return two");
        await session.Ask("codex/edit/refine", $$"""{"proposalId":"{{proposal["id"]}}","instruction":"again"}""");
        await session.Ask("textDocument/codeAction", place);
        await session.Ask("codex/context", place);
        await session.Ask("codex/verify", "{}");
        await session.Ask("codex/doctor", "{}");
        await session.Ask("codex/model/list", "{}");

        Assert.Equal(("unverified", "not trusted"), (Verdict(proposal), Text(proposal["verification"], "reason")));
        Assert.Equal(before, Files());

        // With trust it does run: the defence is what kept it from running.
        await session.Client.Notify("codex/workspace/trust", """{"trusted":true}""");
        await session.Ask("codex/verify", "{}");
        Assert.True(File.Exists(_folder["ran.txt"]));
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
