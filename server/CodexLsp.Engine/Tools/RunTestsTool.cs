using System.Globalization;
using System.Text;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary><c>run_tests</c>: the workspace's tests with the turn's edits.</summary>
internal sealed class RunTestsTool(TurnTests tests) : Tool(
    "run_tests",
    "Runs the workspace's tests with your edits in, and says which fail.",
    """{ "type": "object", "properties": {}, "additionalProperties": false }""")
{
    private const int MostFailures = 10;
    private const int MostMessageCharacters = 1_200;

    /// <inheritdoc/>
    public override bool HasOwnItem => true;

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken) =>
        tests.RunAsync(call.ItemId, call.Show, call.Output, cancellationToken);

    /// <summary>What came of tests, as the model is told.</summary>
    public static string Words(TestReport report)
    {
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped.");
        foreach (var failure in report.Failures.Take(MostFailures))
        {
            words.Append(CultureInfo.InvariantCulture, $"\n\n{failure.Name}:\n{RunCommandTool.Ends(failure.Message.Trim(), MostMessageCharacters)}");
        }

        return report.Failures.Length > MostFailures
            ? words.Append(CultureInfo.InvariantCulture, $"\n\nand {report.Failures.Length - MostFailures} more.").ToString()
            : words.ToString();
    }
}
