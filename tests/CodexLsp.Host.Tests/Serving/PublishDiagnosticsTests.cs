using System.Text.Json.Nodes;
using Xunit.Abstractions;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

[Collection(SampleSolution.Name)]
public sealed class PublishDiagnosticsTests(SampleSolution sample, ITestOutputHelper output)
{
    private const string On = """{"diagnostics.publish":"on"}""";

    private static readonly string Broken = SampleSolution.Calculator.Replace("\"calculator\"", "42", StringComparison.Ordinal);

    [Fact]
    public async Task What_the_compiler_says_follows_the_typing_and_goes_with_the_document()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { OtherCSharpServer = false });
        await session.Open(Calculator, Broken);
        var said = await Published(session, Calculator);
        var error = Assert.Single(said["diagnostics"]!.AsArray())!;
        Assert.Equal((1, "CS0029", "codex", 1), (said["version"]!.GetValue<int>(), Text(error, "code"), Text(error, "source"), error["severity"]!.GetValue<int>()));
        Assert.Equal(session.RangeOf(Calculator, "42"), error["range"]!.ToJsonString());

        await session.Change(Calculator, "42", "\"abacus\"");
        said = await Published(session, Calculator);
        Assert.Equal((2, 0), (said["version"]!.GetValue<int>(), said["diagnostics"]!.AsArray().Count));

        await session.Change(Calculator, "\"abacus\"", "42");
        Assert.NotEmpty((await Published(session, Calculator))["diagnostics"]!.AsArray());
        await session.Client.Notify("textDocument/didClose", $$"""{"textDocument":{"uri":"{{session.UriOf(Calculator)}}"} }""");
        said = await Published(session, Calculator);
        Assert.Empty(said["diagnostics"]!.AsArray());
        Assert.Null(said["version"]);
    }

    [Fact]
    public async Task What_is_typed_in_one_file_is_said_of_another_that_is_open()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Settings = On });
        await session.Open(Calculator);
        await session.Open("App/Program.cs");

        await session.Change(Calculator, "int Add(int left", "int Sum(int left");

        Assert.Equal("CS0117", Text((await Published(session, "App/Program.cs"))["diagnostics"]![0], "code"));
    }

    [Fact]
    public async Task The_setting_is_live_and_another_server_is_not_talked_over()
    {
        await using var session = await CodexSession.StartAsync(sample, output);
        await session.Ready();
        await session.Open(Calculator, Broken);
        await session.Ask("codex/verify", "{}");
        Assert.DoesNotContain("publishDiagnostics", session.Client.Session, StringComparison.Ordinal);

        await Set("on");
        Assert.NotEmpty((await Published(session, Calculator))["diagnostics"]!.AsArray());
        await Set("off");
        Assert.Empty((await Published(session, Calculator))["diagnostics"]!.AsArray());

        Task Set(string value) => session.Client.Notify(
            "workspace/didChangeConfiguration", $$"""{"settings":{"codexLsp":{"diagnostics.publish":"{{value}}"} } }""");
    }

    [Fact]
    public async Task Nothing_is_said_of_a_workspace_that_is_not_trusted()
    {
        await using var session = await CodexSession.StartAsync(sample, output, new SessionOptions { Settings = On, Trusted = false });
        await session.Open(Calculator, Broken);
        await session.Ask("codex/verify", "{}");
        Assert.DoesNotContain("publishDiagnostics", session.Client.Session, StringComparison.Ordinal);

        await session.Client.Notify("codex/workspace/trust", """{"trusted":true}""");
        Assert.NotEmpty((await Published(session, Calculator))["diagnostics"]!.AsArray());

        await session.Client.Notify("codex/workspace/trust", """{"trusted":false}""");
        Assert.Empty((await Published(session, Calculator))["diagnostics"]!.AsArray());
    }

    private static async Task<JsonNode> Published(CodexSession session, string path) =>
        (await session.Client.WaitForNotification("textDocument/publishDiagnostics", p => Text(p, "uri") == session.UriOf(path)))!;
}
