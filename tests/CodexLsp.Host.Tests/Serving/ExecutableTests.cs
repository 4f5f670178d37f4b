using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using CodexLsp.ModelServer;
using static CodexLsp.Host.Tests.Serving.Wire;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>What only the real process shows: what it has loaded when, and what is left when it is killed.</summary>
[Collection(SampleSolution.Name)]
public sealed class ExecutableTests(SampleSolution sample)
{
    [Fact]
    public async Task The_compiler_the_log_and_the_models_client_are_loaded_after_the_initialize_answer()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Only here does a process's own list of mapped files tell.
        }

        using var home = new TemporaryFolder();
        await using var host = await Host.StartAsync(sample, home, null);

        var mapped = await File.ReadAllTextAsync($"/proc/{host.Process.Id}/maps");

        Assert.Contains("CodexLsp.Rpc.dll", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.CodeAnalysis", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("Serilog", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenAI.dll", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Extensions.AI", mapped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_is_still_there_after_the_host_was_killed()
    {
        using var home = new TemporaryFolder();
        await using var model = await ScriptedModel.StartAsync(Scenario.Saying(Fenced(NewName).Value));
        JsonNode proposal;
        await using (var host = await Host.StartAsync(sample, home, model))
        {
            proposal = (await host.Client.SendAndWait("codex/edit/propose", Propose()))!;
            Assert.Equal("ready", Text(proposal, "status"));
            await host.Kill();
        }

        await using var again = await Host.StartAsync(sample, home, model);
        var listed = (await again.Client.SendAndWait("codex/proposal/list", "{}"))!["proposals"]![0]!;

        Assert.Equal((Text(proposal, "id"), "ready"), (Text(listed, "id"), Text(listed, "status")));
        Assert.Equal(proposal["files"]!.ToJsonString(), listed["files"]!.ToJsonString());
    }

    [Fact]
    public async Task A_turn_the_host_was_killed_in_is_interrupted()
    {
        using var home = new TemporaryFolder();
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(new Answer { Text = Fenced(NewName), Gate = new("halfway", 2) }));
        var gate = model.Hold("halfway");
        string thread;
        await using (var host = await Host.StartAsync(sample, home, model))
        {
            await host.Client.Send("codex/edit/propose", Propose());
            thread = Text(await host.Client.WaitForNotification("codex/turn/started"), "threadId")!;
            await Deadline.Within(gate.Reached, "the model to stop halfway");
            await host.Kill();
        }

        await using var again = await Host.StartAsync(sample, home, model);
        var read = await again.Client.SendAndWait("codex/thread/read", $$"""{"threadId":"{{thread}}"}""");

        Assert.Equal("interrupted", Text(read!["turns"]![0], "status"));
        Assert.Empty((await again.Client.SendAndWait("codex/proposal/list", "{}"))!["proposals"]!.AsArray());
    }

    [Fact]
    public async Task A_task_the_host_was_killed_in_goes_on_with_everything_that_was_acknowledged()
    {
        using var home = new TemporaryFolder();
        var patch = new JsonObject { ["patch"] = $"*** Begin Patch\n*** Update File: {Calculator}\n-{Name}+{NewName}*** End Patch" };
        await using var model = await ScriptedModel.StartAsync(Scenario.Of(
            Answer.Calling("apply_patch", patch.ToJsonString()),
            new Answer { Text = new("Never said."), Gate = new("killed") },
            new Answer { Text = new("It is done already.") }));
        var gate = model.Hold("killed");
        string thread;
        JsonNode acknowledged;
        await using (var host = await Host.StartAsync(sample, home, model))
        {
            thread = Text(await host.Client.SendAndWait("codex/thread/start", "{}"), "id")!;
            await host.Client.SendAndWait("codex/turn/start", Turn(thread, "Call it abacus."));
            acknowledged = (await host.Client.WaitForNotification("codex/item/completed", i => Text(i!["item"], "type") == "toolCall"))!["item"]!;
            await Deadline.Within(gate.Reached, "the second request");
            await host.Kill();
        }

        gate.Release();
        await using var again = await Host.StartAsync(sample, home, model);
        var resumed = await again.Client.SendAndWait("codex/thread/resume", $$"""{"threadId":"{{thread}}"}""");
        Assert.Equal("interrupted", Text(resumed!["turns"]![0], "status"));
        Assert.Equal(acknowledged.ToJsonString(), resumed["turns"]![0]!["items"]![1]!.ToJsonString());
        var kept = (await again.Client.SendAndWait("codex/proposal/list", "{}"))!["proposals"]![0]!;
        Assert.Equal(("ready", "unverified"), (Text(kept, "status"), Verdict(kept)));

        await again.Client.SendAndWait("codex/turn/start", Turn(thread, "Go on."));
        await again.Client.WaitForNotification("codex/turn/completed");

        Assert.Contains("Your earlier edits wait for the developer's decision", model.Requests[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Calculator.cs: changed", model.Requests[^1].Text, StringComparison.Ordinal);
    }

    private static string Turn(string thread, string words) => $$"""{"threadId":"{{thread}}","mode":"task","input":[{"type":"text","text":"{{words}}"}]}""";

    private string Propose() => $$"""
        {"textDocument":{"uri":"{{UriOf(Calculator)}}"},"instruction":"call it abacus",
         "range":{"start":{"line":11,"character":0},"end":{"line":12,"character":0} } }
        """;

    private string UriOf(string relative) => DocumentUri.FromPath(new AbsolutePath(Path.Combine(sample.Root, relative))).Spelling;

    /// <summary>The executable as an editor starts it, initialized, not yet told so.</summary>
    private sealed class Host(Process process) : IAsyncDisposable
    {
        public Process Process { get; } = process;

        public RpcPeer Client { get; } = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);

        [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The launcher waits for the end; here both ends of the pipes are the test, and the kill is the case.")]
        public static async Task<Host> StartAsync(SampleSolution sample, TemporaryFolder home, ScriptedModel? model)
        {
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "codex-lsp.exe" : "codex-lsp"), "serve")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            start.Environment["DOTNET_ROOT"] = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null)).Root.Value;
            start.Environment["XDG_CONFIG_HOME"] = home["config"];
            start.Environment["XDG_STATE_HOME"] = home["state"];
            if (model is not null)
            {
                start.Environment["CODEX_LSP_PROVIDER"] = "openai";
                start.Environment["CODEX_LSP_BASE_URL"] = model.BaseUrl.ToString();
                start.Environment["CODEX_LSP_MODEL"] = "scripted";
            }

            var host = new Host(Process.Start(start)!);
            var folder = DocumentUri.FromPath(new AbsolutePath(sample.Root)).Spelling;
            await host.Client.SendAndWait("initialize", $$"""
                {"processId":null,"capabilities":{},"workspaceFolders":[{"uri":"{{folder}}","name":"sample"}],
                 "initializationOptions":{"codex":{"version":1,"trusted":false} } }
                """);
            return host;
        }

        public async Task Kill()
        {
            Process.Kill();
            await Deadline.Within(Process.WaitForExitAsync(), "the killed host to be gone");
        }

        public async ValueTask DisposeAsync()
        {
            if (!Process.HasExited)
            {
                await Kill();
            }

            Process.Dispose();
        }
    }
}
