using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Checks;

/// <summary>Runs tests in a checkout and reads what came of them.</summary>
public static class TestRun
{
    private const string Results = "test-results";

    /// <summary>Runs them on the workspace with these edits.</summary>
    /// <param name="checkout">Where.</param>
    /// <param name="edits">The turn's edits.</param>
    /// <param name="command">A test command, as it was detected, configured or approved.</param>
    /// <param name="output">Hears the output as it comes.</param>
    /// <param name="cancellationToken">Ends the command and everything it started.</param>
    /// <returns>A failure when no test could be run at all: the sandbox could not be made.</returns>
    public static async Task<Outcome<TestReport>> RunTestsAsync(
        this Checkout checkout, Overlay edits, SandboxCommand command, Action<string>? output, CancellationToken cancellationToken)
    {
        var isDotnet = command.Argv is [var program, "test", ..] && Path.GetFileNameWithoutExtension(program) == "dotnet";
        var place = $"{Results}-{Guid.NewGuid():N}";
        var argv = isDotnet ? command.Argv.AddRange("--logger", "trx", "--results-directory", $"{checkout.TemporarySeen(command.Mode)}/{place}") : command.Argv;
        var run = await checkout.RunAsync(command with { Argv = argv }, edits, output, cancellationToken);
        if (!run.Succeeded)
        {
            return run.Failure;
        }

        var counted = isDotnet ? Trx(checkout, place) : TestOutput.Read(run.Value.Output);
        return Report(command.Argv, run.Value, counted);
    }

    private static TestCount? Trx(Checkout checkout, string place)
    {
        TestCount? sum = null;
        foreach (var file in checkout.ReadTemporary(place, ".trx"))
        {
            sum = TestCount.Sum(sum, TrxReport.Read(file));
        }

        return sum;
    }

    private static TestReport Report(ImmutableArray<string> command, CommandResult run, TestCount? counted)
    {
        var count = counted ?? new TestCount(0, 0, 0, []);

        // A build error, a crash or the end of its time: no test says so, the command does.
        if (run.ExitCode != 0 && count.Failed == 0)
        {
            var reason = run.Exceeded ?? (run.ExitCode is { } code ? $"It ended with exit code {code}." : "It was ended.");
            count = count with { Failed = 1, Failures = [new TestFailure(string.Join(' ', command), $"{reason}\n{Tail(run.Output)}".TrimEnd())] };
        }

        return new TestReport(command, count.Passed, count.Failed, count.Skipped, count.Failures, run.Output, run.ExitCode);
    }

    private static string Tail(string output)
    {
        const int most = 4000;
        var text = output.TrimEnd();
        return text.Length <= most ? text : "…" + text[^most..];
    }
}
