using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>Commands on a real solution: the compiler has the last word.</summary>
public sealed class CompiledEditTests : IClassFixture<RestoredSolution>, IDisposable
{
    private const string Body = "```\n    public static int Double(int cents) => 2 * cents;\n```";
    private const string OtherSignature = "```\n    public static int Double(int cents, int times)\n    {\n        return cents * times;\n    }\n```";

    private const string SignatureAndCaller = """
        *** Begin Patch
        *** Update File: Core/Price.cs
        -    public static int Double(int cents)
        +    public static int Double(int cents, int times)
             {
        -        return cents * 2;
        +        return cents * times;
             }
        *** Update File: App/Order.cs
        -    public static int Total() => Core.Price.Double(21);
        +    public static int Total() => Core.Price.Double(21, 2);
        *** End Patch
        """;

    private readonly RestoredSolution _solution;
    private readonly TestCommandLine _cli;

    public CompiledEditTests(RestoredSolution solution)
    {
        _solution = solution;
        solution.WriteSources();
        _cli = new TestCommandLine(solution.Folder);
        _cli.Variables["XDG_STATE_HOME"] = solution.State.Path;
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_member_at_a_line_is_changed_verified_written_and_taken_back()
    {
        var before = _cli.Read("Core/Price.cs");
        await using var model = await _cli.StartModelAsync(Body);
        var shown = (await _cli.RunAsync("edit", "Core/Price.cs:7", "one line", "--json", "--require-verified")).Exits(ExitCodes.Done);
        Assert.Equal("verified", shown.Text("verification.status"));
        Assert.Equal(_solution.Folder["Shop.slnx"], shown.Text("verification.scope.solution"));
        Assert.Contains("selected lines 5-8", model.Requests[0].Text, StringComparison.Ordinal);

        (await _cli.RunAsync("accept", shown.Text("id")!)).Exits(ExitCodes.Done).Says("codex-lsp undo ");
        Assert.Contains("=> 2 * cents;", _cli.Read("Core/Price.cs"), StringComparison.Ordinal);
        Assert.Equal("True", (await _cli.RunAsync("undo", shown.Text("id")!, "--json")).Exits(ExitCodes.Done).Text("applied"));
        Assert.Equal(before, _cli.Read("Core/Price.cs"));
    }

    [Fact]
    public async Task A_proposal_whose_file_moved_is_compiled_again_before_it_is_written()
    {
        await using var model = await _cli.StartModelAsync("```\n    public static int Double(int cents) => 2 * Factor;\n\n    private const int Factor = 21;\n```");
        var id = (await _cli.RunAsync("edit", "Core/Price.cs:7", "a constant", "--json")).Exits(ExitCodes.Done).Text("id")!;
        var moved = _cli.Read("Core/Price.cs").TrimEnd().TrimEnd('}') + "\n    private const int Factor = 3;\n}\n";
        _cli.Workspace.Write("Core/Price.cs", moved);

        (await _cli.RunAsync("accept", id, "--json")).Fails(ExitCodes.Broken, "edit.broken");
        Assert.Equal(moved, _cli.Read("Core/Price.cs"));
        (await _cli.RunAsync("accept", id, "--force")).Exits(ExitCodes.Done);
        Assert.Contains("2 * Factor", _cli.Read("Core/Price.cs"), StringComparison.Ordinal);
        (await _cli.RunAsync("undo", id)).Exits(ExitCodes.Done);
    }

    [Fact]
    public async Task A_change_that_breaks_a_caller_elsewhere_is_shown_and_only_written_by_force()
    {
        await using var model = await _cli.StartModelAsync(OtherSignature);
        var before = _cli.Read("Core/Price.cs");
        var shown = (await _cli.RunAsync("edit", "Core/Price.cs:7", "take the factor", "--json", "--apply")).Exits(ExitCodes.Broken);
        Assert.Equal("ready", shown.Text("status"));
        Assert.Equal("broken", shown.Text("verification.status"));
        Assert.EndsWith("App/Order.cs", shown.Text("verification.introduced.0.uri"), StringComparison.Ordinal);
        Assert.Equal(before, _cli.Read("Core/Price.cs"));

        var refused = (await _cli.RunAsync("accept", shown.Text("id")!)).Exits(ExitCodes.Broken).Says("CS7036").Says("--force");
        Assert.Equal("", refused.Out);
        Assert.Equal(before, _cli.Read("Core/Price.cs"));
        (await _cli.RunAsync("accept", shown.Text("id")!, "--json")).Fails(ExitCodes.Broken, "edit.broken");

        (await _cli.RunAsync("accept", shown.Text("id")!, "--force")).Exits(ExitCodes.Done);
        Assert.Contains("int times", _cli.Read("Core/Price.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_with_force_writes_what_does_not_compile_and_says_so()
    {
        await using var model = await _cli.StartModelAsync(OtherSignature);
        var written = (await _cli.RunAsync("edit", "Core/Price.cs:7", "take the factor", "--apply", "--force", "--json")).Exits(ExitCodes.Broken);
        Assert.Equal("accepted", written.Text("status"));
        Assert.Contains("int times", _cli.Read("Core/Price.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_its_caller_changed_too_it_is_verified()
    {
        await using var model = await _cli.StartModelAsync(SignatureAndCaller);
        var written = (await _cli.RunAsync("edit", "Core/Price.cs:7", "take the factor", "--apply", "--json")).Exits(ExitCodes.Done);
        Assert.Equal("verified", written.Text("verification.status"));
        Assert.Contains("Double(21, 2)", _cli.Read("App/Order.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_offline_model_changes_code_without_any_network()
    {
        var outcome = (await _cli.RunAsync("edit", "Core/Price.cs:10-13", "add argument null checks", "--json", "--apply")).Exits(ExitCodes.Done);
        Assert.Equal("verified", outcome.Text("verification.status"));
        Assert.Contains("ArgumentNullException.ThrowIfNull(text);", _cli.Read("Core/Price.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_build_there_is_no_verdict()
    {
        await using var model = await _cli.StartModelAsync(Body);
        var outcome = (await _cli.RunAsync("edit", "Core/Price.cs:7", "one line", "--json", "--no-build")).Exits(ExitCodes.Done);
        Assert.Equal("unverified", outcome.Text("verification.status"));
        Assert.Equal("not trusted", outcome.Text("verification.reason"));
        (await _cli.RunAsync("edit", "Core/Price.cs:7", "one line", "--no-build", "--require-verified")).Exits(ExitCodes.Failed).Says("Nothing is built");
    }

    [Fact]
    public async Task Context_is_what_would_be_sent_without_asking_anyone()
    {
        var pack = (await _cli.RunAsync("context", "App/Order.cs:5", "--json")).Exits(ExitCodes.Done);
        Assert.Equal("1500", pack.Text("budget"));
        Assert.Contains(pack.Json.GetProperty("items").EnumerateArray(), i => i.GetProperty("kind").GetString() == "selection");
        Assert.Contains(pack.Json.GetProperty("items").EnumerateArray(), i => i.GetProperty("text").GetString()!.Contains("int Double(int cents)", StringComparison.Ordinal));

        (await _cli.RunAsync("context", "App/Order.cs:5")).Exits(ExitCodes.Done).Says("of 1500 tokens beside the selection");
    }

    [Fact]
    public async Task A_secret_in_code_that_the_selection_uses_is_not_sent()
    {
        const string Canary = "sk-canary-0123456789abcdef";
        _solution.Folder.Write("Core/Keys.cs", $"namespace Core;\npublic static class Keys\n{{\n    /// <summary>{Canary}</summary>\n    public const string Key = \"{Canary}\";\n    public static string Get(string key = \"{Canary}\") => key;\n}}\n");
        _solution.Folder.Write("App/Order.cs", "namespace App;\n\npublic static class Order\n{\n    public static string Total() => Core.Keys.Key + Core.Keys.Get();\n}\n");
        await using var model = await _cli.StartModelAsync("nothing");
        await _cli.RunAsync("edit", "App/Order.cs:5", "change it");
        Assert.Contains("Keys", model.Requests[0].Text, StringComparison.Ordinal);
        Assert.All(model.Requests, r => Assert.DoesNotContain("sk-canary", r.Body, StringComparison.Ordinal));
        Assert.DoesNotContain("sk-canary", (await _cli.RunAsync("context", "App/Order.cs:5", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_judges_the_tree_as_it_is()
    {
        Assert.Equal("verified", (await _cli.RunAsync("verify", "--json", "--require-verified")).Exits(ExitCodes.Done).Text("status"));

        _solution.Folder.Write("App/Order.cs", "namespace App;\nclass Order { int Total() => \"x\"; }\n");
        var broken = (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Broken);
        Assert.Equal("CS0029", broken.Text("introduced.0.code"));
        (await _cli.RunAsync("verify")).Exits(ExitCodes.Broken).Says("App/Order.cs:2:30: error CS0029");
    }

    [Theory]
    [InlineData("*** Begin Patch\n*** Update File: App/Order.cs\n-    public static int Total() => Core.Price.Double(21);\n+    public static int Total() => Core.Price.Triple(21);\n*** End Patch\n")]
    [InlineData("--- a/App/Order.cs\n+++ b/App/Order.cs\n@@ -5,1 +5,1 @@\n-    public static int Total() => Core.Price.Double(21);\n+    public static int Total() => Core.Price.Triple(21);\n")]
    public async Task Verify_judges_a_diff_from_a_file_or_standard_input_and_writes_nothing(string diff)
    {
        _solution.Folder.Write("change.diff", diff);
        var before = _cli.Everything();
        foreach (var outcome in new[] { await _cli.RunAsync("verify", "--diff", "change.diff", "--json"), await _cli.RunWithInputAsync(diff, "verify", "--diff", "-", "--json") })
        {
            Assert.Equal("CS0117", outcome.Exits(ExitCodes.Broken).Text("introduced.0.code"));
        }

        Assert.Equal(before, _cli.Everything());
    }

    [Fact]
    public async Task Verify_that_cannot_check_fails_only_where_a_verdict_is_required()
    {
        Assert.Equal("not trusted", (await _cli.RunAsync("verify", "--no-build", "--json")).Exits(ExitCodes.Done).Text("reason"));
        (await _cli.RunAsync("verify", "--no-build", "--require-verified")).Exits(ExitCodes.Failed);
        (await _cli.RunAsync("verify", "--diff", "absent.diff", "--json")).Fails(ExitCodes.Usage, "usage.diff");
        (await _cli.RunWithInputAsync("no diff at all", "verify", "--diff", "-", "--json")).Fails(ExitCodes.Failed, "edit.format");
    }

    [Fact]
    public async Task Two_solutions_are_an_error_that_names_both()
    {
        _solution.Folder.Write("Other.slnx", File.ReadAllText(_solution.Folder["Shop.slnx"]));
        try
        {
            foreach (var command in new string[][] { ["edit", "Core/Price.cs:7", "one line"], ["verify"], ["context", "Core/Price.cs:7"] })
            {
                (await _cli.RunAsync([.. command, "--json"])).Fails(ExitCodes.Usage, "usage.solution").Says("Shop.slnx").Says("Other.slnx").Says("--solution");
            }

            Assert.Equal("verified", (await _cli.RunAsync("verify", "--json", "--solution", "Shop.slnx")).Exits(ExitCodes.Done).Text("status"));
            (await _cli.RunAsync("verify", "--json", "--solution", "Absent.slnx")).Fails(ExitCodes.Usage, "usage.solution").Says("Absent.slnx");
        }
        finally
        {
            File.Delete(_solution.Folder["Other.slnx"]);
        }
    }

    [Fact]
    public async Task Doctor_finds_everything_in_order()
    {
        var checks = (await _cli.RunAsync("doctor", "--json")).Exits(ExitCodes.Done).Json.GetProperty("checks").EnumerateArray().ToArray();
        Assert.Equal(["codex-lsp", "dotnet", "solution", "model", "state", "sandbox", "configuration"], checks.Select(c => c.GetProperty("name").GetString()));
        Assert.All(checks, c => Assert.True(c.GetProperty("ok").GetBoolean()));
        (await _cli.RunAsync("doctor")).Exits(ExitCodes.Done).Says("ok   solution: ").Says("all 2 projects are loaded");
    }
}
