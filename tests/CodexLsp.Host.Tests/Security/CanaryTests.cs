using System.Text;
using System.Text.Json.Nodes;
using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Security;

/// <summary>Fake keys are planted wherever a key can be; none leaves, but to the endpoint it belongs to.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string InEnvironment = "sk-canary-environment-0123456789";
    private const string InSettings = "sk-canary-settings-0123456789";
    private const string InFile = "sk-canary-file-0123456789";
    private const string InAnswer = "sk-canary-answer-0123456789";

    private readonly TestCommandLine _cli = new();
    private readonly StringBuilder _printed = new();

    public CanaryTests()
    {
        _cli.Variables["OPENAI_API_KEY"] = InEnvironment;
        _cli.Configure($$"""{ "apiKey": "{{InSettings}}", "effort": "{{InSettings}}" }""");
        _cli.Workspace.Write(".env", $"KEY={InFile}\n");
        _cli.Workspace.Write("Keys.cs", $"static class Keys\n{{\n    /// <summary>{InFile}</summary>\n    public const string Key = \"{InFile}\";\n}}\n");
        _cli.Workspace.Write("Use.cs", "class Use\n{\n    string M() => Keys.Key;\n}\n");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task No_key_reaches_the_state_folder_the_terminal_or_a_request()
    {
        var echo = new VendorError($"Incorrect API key provided: {InEnvironment}; {InAnswer}", "invalid_request_error");
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            new Answer { Text = new("```\n    string M() => Keys.Key + \"\";\n```") },
            new Answer { Text = new($"The key is {InEnvironment} and {InAnswer}.\n*** Begin Patch\n*** Update File: Use.cs\n@@\n-{InAnswer}\n+x\n*** End Patch") },
            new Answer { Text = new("```\n    string M() => Keys.Key + \"\";\n```") },
            new Answer { Status = 401, Error = echo },
            new Answer { Text = new("half"), Fault = new Fault(FaultKind.Failed, After: 1) { Message = echo.Message, Code = "invalid_prompt" } },
            new Answer { Output = [new JsonObject { ["type"] = "message", ["content"] = new JsonArray(new JsonObject { ["type"] = "refusal", ["refusal"] = $"Not {InAnswer}" }) }] }));

        await RunAsync(ExitCodes.Done, "edit", "Use.cs:3", "change it");
        await RunAsync(ExitCodes.Done, "edit", "Use.cs:3", "change it", "--json", "--log-level", "verbose");
        await RunAsync(ExitCodes.Model, "edit", "Use.cs:3", $"use {InEnvironment}", "--json");
        await RunAsync(ExitCodes.Model, "edit", "Use.cs:3", "change it", "--log-level", "verbose");
        await RunAsync(ExitCodes.Failed, "edit", "Use.cs:3", "change it", "--json");
        await RunAsync(ExitCodes.Done, "config");
        await RunAsync(ExitCodes.Done, "threads", "--json");
        await RunAsync(null, "doctor");
        await RunAsync(ExitCodes.Failed, "accept", InAnswer, "--json");

        foreach (var request in model.Requests)
        {
            Assert.Equal($"Bearer {InEnvironment}", request.Headers["authorization"]);
            var rest = string.Join('\n', request.Headers.Where(h => h.Key != "authorization").Select(h => h.Value)) + request.Path;
            AssertClean("a header", rest);
        }

        // In the others are words of the user, or the model's own given back to it.
        Assert.Equal(6, model.Requests.Count);
        AssertClean("a request", model.Requests[0].Body);
        AssertClean("a request", model.Requests[^1].Body);
        AssertClean("the terminal", _printed.ToString());
        var files = Directory.EnumerateFiles(_cli.State, "*", SearchOption.AllDirectories).ToArray();
        Assert.Contains(files, f => f.EndsWith(".jsonl", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith(".log", StringComparison.Ordinal));
        foreach (var file in files)
        {
            AssertClean(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }
    }

    [Fact]
    public async Task What_is_kept_can_be_read_by_its_owner_only()
    {
        await RunAsync(ExitCodes.Failed, "edit", "Use.cs:3", "sing", "--provider", "offline");
        foreach (var file in Directory.EnumerateFiles(_cli.State, "*", SearchOption.AllDirectories))
        {
            Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, ModeOf(file)));
        }

        var folders = Directory.EnumerateDirectories(_cli.State, "*", SearchOption.AllDirectories).Append(_cli.State).ToArray();
        Assert.Contains(_cli.State + "/logs", folders);
        foreach (var folder in folders)
        {
            Assert.Equal((folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), (folder, ModeOf(folder)));
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private async Task RunAsync(int? exitCode, params string[] arguments)
    {
        var outcome = await _cli.RunAsync(arguments);
        Assert.True(exitCode is null || outcome.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {outcome}");
        _printed.Append(outcome.Out).Append(outcome.Error);
    }

    private static void AssertClean(string where, string text)
    {
        var at = text.IndexOf("sk-canary", StringComparison.Ordinal);
        Assert.True(at < 0, at < 0 ? "" : $"{where}: …{text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 60)]}…");
    }
}
