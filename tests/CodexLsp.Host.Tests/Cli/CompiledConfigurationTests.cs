using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>The keys that decide how code is compiled and what of it is sent, on a real solution.</summary>
public sealed class CompiledConfigurationTests : IClassFixture<RestoredSolution>, IDisposable
{
    private readonly RestoredSolution _solution;
    private readonly TestCommandLine _cli;

    public CompiledConfigurationTests(RestoredSolution solution)
    {
        _solution = solution;
        solution.WriteSources();
        File.Delete(solution.Folder[".editorconfig"]);
        _cli = new TestCommandLine(solution.Folder);
        _cli.Variables["XDG_STATE_HOME"] = solution.State.Path;
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Solution_decides_what_a_change_is_compiled_with()
    {
        Assert.Equal(_solution.Folder["Shop.slnx"], (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Done).Text("scope.solution"));
        _solution.Folder.Write(".codex-lsp.json", """{ "solution": "Core/Core.csproj" }""");
        Assert.Equal(_solution.Folder["Core/Core.csproj"], (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Done).Text("scope.solution"));
        _solution.Folder.Write(".codex-lsp.json", """{ "solution": "Gone.slnx" }""");
        (await _cli.RunAsync("verify", "--json")).Fails(ExitCodes.Usage, "usage.solution").Says("Gone.slnx");
    }

    [Fact]
    public async Task The_context_budget_bounds_what_is_sent_beside_the_selection()
    {
        var whole = int.Parse((await _cli.RunAsync("context", "App/Order.cs:5", "--json")).Exits(ExitCodes.Done).Text("tokens")!, null);
        Assert.InRange(whole, 2, 1500);
        _cli.Configure("""{ "context.budgetTokens": 1 }""");
        var none = (await _cli.RunAsync("context", "App/Order.cs:5", "--json")).Exits(ExitCodes.Done);
        Assert.Equal("0", none.Text("tokens"));
        Assert.Equal("1", none.Text("budget"));
    }

    [Fact]
    public async Task Analyzers_take_part_unless_they_are_switched_off()
    {
        // CA1822 is in every SDK; as an error it breaks the build.
        _solution.Folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CA1822.severity = error\n");
        const string Diff = "*** Begin Patch\n*** Add File: Core/Tool.cs\n+namespace Core;\n+\n+public class Tool\n+{\n+    public int Two() => 2;\n+}\n*** End Patch\n";
        var judged = (await _cli.RunWithInputAsync(Diff, "verify", "--diff", "-", "--json")).Exits(ExitCodes.Broken);
        Assert.Equal("CA1822", judged.Text("introduced.0.code"));
        Assert.Equal("True", judged.Text("scope.analyzers"));

        _cli.Configure("""{ "verify.analyzers": "none" }""");
        var without = (await _cli.RunWithInputAsync(Diff, "verify", "--diff", "-", "--json")).Exits(ExitCodes.Done);
        Assert.Equal("False", without.Text("scope.analyzers"));
    }

    [Fact]
    public async Task A_verdict_that_takes_too_long_is_given_as_not_checked()
    {
        _cli.Time = new ImpatientClock(TimeSpan.FromSeconds(7));
        Assert.Equal("verified", (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Done).Text("status"));
        _cli.Configure("""{ "verify.timeoutSeconds": 7 }""");
        Assert.Equal("unverified", (await _cli.RunAsync("verify", "--json")).Exits(ExitCodes.Done).Text("status"));
    }

    /// <summary>A clock on which one span of time is over as soon as it begins.</summary>
    private sealed class ImpatientClock(TimeSpan over) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != over)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
