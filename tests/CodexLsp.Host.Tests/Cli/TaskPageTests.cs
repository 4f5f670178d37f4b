using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>The transcripts of the task pages are what the commands really print.</summary>
public sealed class TaskPageTests : IClassFixture<RestoredSolution>, IDisposable
{
    private const string AddTwo = "*** Update File: notes.json\n-[1]\n+[1, 2]";

    private const string Diff = """
        --- a/Core/Price.cs
        +++ b/Core/Price.cs
        @@ -5,1 +5,1 @@
        -    public static int Double(int cents)
        +    public static int Twice(int cents)

        """;

    private readonly TestCommandLine _cli;
    private readonly Transcript _transcript;

    public TaskPageTests(RestoredSolution solution)
    {
        solution.WriteSources();
        _cli = new TestCommandLine(solution.Folder);
        _cli.Variables["XDG_STATE_HOME"] = solution.State.Path;
        _transcript = new Transcript(solution.Folder.Path);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Change_code()
    {
        var shown = await TypeAsync("codex-lsp edit Core/Price.cs:10-13 \"add argument null checks\"", "edit", "Core/Price.cs:10-13", "add argument null checks");
        var id = shown[(shown.LastIndexOf(' ') + 1)..].Trim();
        await TypeAsync($"codex-lsp accept {id}", "accept", id);
        await TypeAsync($"codex-lsp undo {id}", "undo", id);
        _transcript.Check("docs/tasks/change-code.md", "edit");
    }

    [Fact]
    public async Task Fix_an_error()
    {
        _cli.Workspace.Write("Core/Price.cs", _cli.Read("Core/Price.cs").Replace("cents * 2", "cents * 2.5m", StringComparison.Ordinal));
        await using var model = await _cli.StartModelAsync("```\n    public static int Double(int cents)\n    {\n        return (int)(cents * 2.5m);\n    }\n```");
        await TypeAsync("codex-lsp verify", "verify");
        await TypeAsync("codex-lsp fix Core/Price.cs:7 --apply", "fix", "Core/Price.cs:7", "--apply");
        await TypeAsync("codex-lsp verify", "verify");
        _transcript.Check("docs/tasks/fix-an-error.md", "fix");
    }

    [Fact]
    public async Task Ask()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            ModelSteps.Say("It doubles an amount in cents; `Order.Total` is its only caller."),
            ModelSteps.Say("The diff renames it to `Twice`, and `Order.Total` still calls `Double`.")));
        await TypeAsync("codex-lsp ask \"What is this for?\" Core/Price.cs:5-8", "ask", "What is this for?", "Core/Price.cs:5-8");
        var output = new WatchedOutput();
        await _cli.RunAsync(Diff, ["ask", "What does this break?", "-"], CancellationToken.None, output, output);
        _transcript.Add("git diff | codex-lsp ask \"What does this break?\" -", output.ToString());
        _transcript.Check("docs/tasks/ask.md", "ask");
    }

    [Fact]
    public async Task Run_a_task()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            Answer.Calling("update_plan", """{"steps":[{"text":"Let the caller say how often","status":"running"},{"text":"Change the callers","status":"pending"}]}"""),
            ModelSteps.Patch("""
                *** Update File: Core/Price.cs
                -    public static int Double(int cents)
                +    public static int Times(int cents, int times)
                     {
                -        return cents * 2;
                +        return cents * times;
                     }
                """),
            ModelSteps.Say("The method takes how often now."),
            ModelSteps.Patch("""
                *** Update File: App/Order.cs
                -    public static int Total() => Core.Price.Double(21);
                +    public static int Total() => Core.Price.Times(21, 2);
                """),
            ModelSteps.Say("`Price.Times` takes how often, and `Order.Total` says twice.")));
        const string Words = "let callers say how often a price is taken";
        await TypeAsync($"codex-lsp exec \"{Words}\" --approval auto-edit", "exec", Words, "--approval", "auto-edit");
        Assert.Contains("Times(21, 2)", _cli.Read("App/Order.cs"), StringComparison.Ordinal);
        _transcript.Check("docs/tasks/run-a-task.md", "exec");
    }

    [Fact]
    public async Task Check_a_change_in_a_script()
    {
        var output = new WatchedOutput();
        var outcome = await _cli.RunAsync(Diff, ["verify", "--diff", "-"], CancellationToken.None, output, output);
        _transcript.Add("git diff | codex-lsp verify --diff -; echo \"exit code $?\"", $"{output}exit code {outcome.ExitCode}");
        _transcript.Check("docs/tasks/use-it-from-a-script.md", "verify");
    }

    [Fact]
    public async Task A_task_in_a_script()
    {
        _cli.Workspace.Write("notes.json", "[1]\n");
        await using var model = await _cli.StartModelAsync(Scenario.Of(ModelSteps.Patch(AddTwo), ModelSteps.Say("Two is in the list.")));
        var outcome = await _cli.RunAsync("exec", "Add two to notes.json.", "--approval", "auto-edit", "--json");
        _transcript.Add(
            "codex-lsp exec \"Add two to notes.json.\" --approval auto-edit --json | cut -d '\"' -f 4",
            string.Join('\n', outcome.Lines.Select(line => line["type"]!.GetValue<string>())));
        _transcript.Check("docs/tasks/use-it-from-a-script.md", "exec");
    }

    private async Task<string> TypeAsync(string command, params string[] arguments)
    {
        var output = new WatchedOutput();
        await _cli.RunAsync("", arguments, CancellationToken.None, output, output);
        _transcript.Add(command, output.ToString());
        return output.ToString();
    }
}
